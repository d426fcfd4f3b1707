import { next, type Operation, perform } from "../protocol/operation.ts";

/** How servers ask for a one-time password (RFC 2289, 6; RFC 1760): "otp-md5 499 ke1234", "[ s/key 99 ke4452 ]". */
const CHALLENGE = /\b(?:otp-[a-z0-9]+|s\/?key)[ \t]+\d+[ \t]+\S/i;

/**
 * The answer to a 331: the password, where there is one and the server does not ask for a one-time password; else what the caller
 * makes of the text of the reply. No arithmetic of one-time passwords is in here: it needs a secret that the client need not know.
 */
export function* answerTo(challenge: string, pass: string | undefined): Operation<string> {
	if (pass !== undefined && !CHALLENGE.test(challenge)) return pass;
	yield* perform({ type: "consult", channel: "control", question: challenge });
	for (;;) {
		const wake = yield* next("the caller's answer to the server's challenge", "reply");
		if (wake.type === "answered") return wake.answer;
	}
}
