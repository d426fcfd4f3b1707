import { type Handler, Refusal, required } from "./command.ts";

const MECHANISMS: readonly string[] = ["TLS", "TLS-C", "SSL", "TLS-P"];

/** RFC 4217, 4. */
export const auth: Handler = async (session, args) => {
	const mechanism = required(args).toUpperCase();
	if (!MECHANISMS.includes(mechanism)) {
		throw new Refusal(504, "Only AUTH TLS");
	}
	if (session.secured) {
		throw new Refusal(503, "TLS is up already");
	}
	if (session.host.startTls === undefined) {
		throw new Refusal(431, "There is no certificate here");
	}
	session.lines.discard();
	await session.reply(234, "Begin the handshake");
	await session.startTls();
	session.forgetUser();
	// AUTH SSL and TLS-P protect the data connections from the start, AUTH TLS and TLS-C do not (RFC 4217, 17).
	session.protection = mechanism === "SSL" || mechanism === "TLS-P" ? "P" : "C";
};

/** RFC 4217, 8: the size is always 0. */
export const pbsz: Handler = async (session, args) => {
	if (!session.secured) {
		throw new Refusal(503, "AUTH comes first");
	}
	required(args);
	session.bufferSizeSet = true;
	await session.reply(200, "PBSZ=0");
};

/** RFC 4217, 9. */
export const prot: Handler = async (session, args) => {
	const level = required(args).toUpperCase();
	if (!session.secured || !session.bufferSizeSet) {
		throw new Refusal(503, session.secured ? "PBSZ comes first" : "AUTH comes first");
	}
	if (level !== "C" && level !== "P") {
		throw new Refusal(level === "S" || level === "E" ? 536 : 504, "Only PROT P and PROT C");
	}
	if (level === "C" && session.settings.requireTls) {
		throw new Refusal(534, "Data connections must be protected here");
	}
	session.protection = level;
	await session.reply(200, `Protection is ${level}`);
};
