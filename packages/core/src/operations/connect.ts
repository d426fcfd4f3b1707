import { encode, next, type Operation, perform, sessionFacts } from "../protocol/operation.ts";
import { greet } from "./greet.ts";
import { type Credentials, isAscii, login } from "./login.ts";
import { loginBurst } from "./login-burst.ts";
import { askForUtf8, learnFeatures, negotiate } from "./negotiate.ts";
import { protectData, secure } from "./secure.ts";

/** What some logins have besides. Handed in, so that only those carry it who can need it. */
export interface LoginExtras {
	/** Names the host that is meant: before TLS, and again through it. */
	readonly chooseHost?: (() => Operation<void>) | undefined;
	/** Logs in, where that is not USER, PASS and ACCT. */
	readonly logIn?: ((credentials: Credentials) => Operation<void>) | undefined;
	/** What is said when the features are known. */
	readonly introduce?: (() => Operation<void>) | undefined;
	/** What else must never be shown, though a server says it: the password for a proxy on the way. */
	readonly secret?: string | undefined;
}

/** From nothing to logged in. If anything fails, the control connection is closed. */
export function* connect(credentials: Credentials, extras: LoginExtras = {}): Operation<void> {
	const facts = yield* sessionFacts();
	const { host, port, secure: wanted, pipelining, profile } = facts.options;
	// From now on they are known for secrets: the server may know them from an earlier session.
	for (const secret of [credentials.pass, credentials.account, extras.secret]) {
		if (secret !== undefined) yield* encode("PASS", secret);
	}
	try {
		yield* dialControl(host, port, wanted);
		if (wanted === "implicit") facts.secured = true;
		// Where each step of the login needs the answer to the one before.
		const isDialogue = pipelining === "off" || credentials.respond !== undefined || extras.logIn !== undefined;
		const mayBeEager = pipelining === "eager" && wanted !== true && !extras.chooseHost && !isDialogue;
		const isEager = mayBeEager && !profile.isLockStep && facts.outlook !== "hold";
		if (!isEager) {
			yield* greet();
			if (extras.chooseHost) yield* extras.chooseHost();
			if (wanted === true) {
				yield* secure();
				if (extras.chooseHost) yield* extras.chooseHost();
			}
			while (facts.outlook === "hold") yield* next("the login of another session", "ahead");
		}
		// What that session has learnt counts here, too.
		const isBurst = !isDialogue && !profile.isLockStep;
		const done = isBurst ? yield* loginBurst(credentials, !isEager) : undefined;
		if (!done?.isLoggedIn) yield* (extras.logIn ?? logIn)(credentials);
		if (!done?.isSettled) {
			if (wanted) yield* protectData();
			yield* negotiate();
		}
		if (extras.introduce) yield* extras.introduce();
	} catch (error) {
		yield* perform({ type: "close", channel: "control" });
		throw error;
	}
}

function* dialControl(host: string, port: number, wanted: boolean | "implicit"): Operation<void> {
	const facts = yield* sessionFacts();
	const tls = wanted === "implicit" ? "now" : wanted ? "later" : "never";
	yield* perform({ type: "connect", channel: "control", host, port, tls, serverName: host });
	for (;;) {
		const wake = yield* next(`a connection to ${host}:${port}`, "connect");
		if (wake.type !== "connected") continue;
		facts.peer = wake.peer;
		return;
	}
}

function* logIn(credentials: Credentials): Operation<void> {
	if (!isAscii(credentials)) {
		// Which bytes the server takes for such a name depends on UTF8 being on.
		yield* learnFeatures();
		yield* askForUtf8();
	}
	yield* login(credentials);
}
