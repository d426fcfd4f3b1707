import { next, type Operation, perform, sessionFacts } from "../protocol/operation.ts";
import { greet } from "./greet.ts";
import { type Credentials, login } from "./login.ts";
import { askForUtf8, learnFeatures, negotiate } from "./negotiate.ts";
import { protectData, secure } from "./secure.ts";

/** From nothing to logged in. If anything fails, the control connection is closed. */
export function* connect(credentials: Credentials): Operation<void> {
	const facts = yield* sessionFacts();
	const { host, port, secure: wanted } = facts.options;
	try {
		yield* dialControl(host, port, wanted);
		if (wanted === "implicit") facts.secured = true;
		yield* greet();
		if (wanted === true) yield* secure();
		if (!isAscii(credentials.user + credentials.pass)) {
			// Which bytes the server takes for such a name depends on UTF8 being on.
			yield* learnFeatures();
			yield* askForUtf8();
		}
		yield* login(credentials);
		if (wanted) yield* protectData();
		yield* negotiate();
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

function isAscii(text: string): boolean {
	return !/[^\p{ASCII}]/u.test(text);
}
