import type { FileInfo } from "../memory-files.ts";
import { type Handler, Refusal, required } from "./command.ts";
import { parseTimestamp, timestamp } from "./listing-lines.ts";
import type { ServerSession } from "./session.ts";

/** RFC 3659, 4. Refused in ASCII, where the number would depend on the line ends; vsftpd and ProFTPD do the same. */
export const size: Handler = async (session, args) => {
	const info = file(session, args);
	if (session.type === "A") {
		throw new Refusal(550, "SIZE is not allowed in ASCII mode");
	}
	await session.reply(213, String(info.size));
};

/** RFC 3659, 3. */
export const mdtm: Handler = (session, args) => session.reply(213, timestamp(file(session, args).modifiedAt));

/** Sets the time of modification (draft-somers-ftp-mfxx, 3.1). */
export const mfmt: Handler = async (session, args) => {
	const [, time = "", name = ""] = /^(\S+) (.*)$/s.exec(args) ?? [];
	const modifiedAt = parseTimestamp(time);
	if (modifiedAt === undefined || name === "") {
		throw new Refusal(501, "MFMT wants YYYYMMDDHHMMSS and a name");
	}
	session.files.change(session.resolve(name), { modifiedAt });
	await session.reply(213, `Modify=${timestamp(modifiedAt)}; ${name}`);
};

function file(session: ServerSession, args: string): FileInfo {
	const info = session.files.stat(session.resolve(required(args)));
	if (info.type !== "file") {
		throw new Refusal(550, "Not a plain file");
	}
	return info;
}
