import { type Handler, Refusal, required } from "./command.ts";

/** RFC 959, 3.1.1: ASCII non-print, or image; `L 8` is image, too. */
export const type: Handler = async (session, args) => {
	const wanted = required(args).toUpperCase();
	if (wanted === "A" || wanted === "A N") {
		session.type = "A";
	} else if (wanted === "I" || wanted === "L 8") {
		session.type = "I";
	} else {
		throw new Refusal(504, "Only TYPE A and TYPE I");
	}
	await session.reply(200, `Type is ${session.type}`);
};

export const stru: Handler = async (session, args) => {
	if (required(args).toUpperCase() !== "F") {
		throw new Refusal(504, "Only file structure");
	}
	await session.reply(200, "Structure is F");
};

export const mode: Handler = async (session, args) => {
	if (required(args).toUpperCase() !== "S") {
		throw new Refusal(504, "Only stream mode");
	}
	await session.reply(200, "Mode is S");
};

/** Nothing needs to be allocated (RFC 959, 4.1.3), but what does not fit is refused, as by Pure-FTPd. */
export const allo: Handler = (session, args) =>
	Number(args) > session.files.free ? session.reply(552, "No space left") : session.reply(202, "Not needed");

/** Bytes that can still be stored (draft-peterson-streamlined-ftp-command-extensions). */
export const avbl: Handler = (session) => session.reply(213, String(session.files.free));

/** RFC 3659, 5.3: the offset of the next transfer. */
export const rest: Handler = async (session, args) => {
	const offset = Number(args);
	if (!/^\d+$/.test(args) || !Number.isSafeInteger(offset)) {
		throw new Refusal(501, "REST wants a number of bytes");
	}
	session.restartAt = offset;
	await session.reply(350, `The next transfer starts at ${offset}`);
};
