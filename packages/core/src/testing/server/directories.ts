import type { FileInfo } from "../memory-files.ts";
import { parentOf } from "../memory-files-path.ts";
import { type Handler, Refusal, required } from "./command.ts";
import type { ServerSession } from "./session.ts";

/** Throws 550 unless the directory that holds `path` may be changed. */
export function mayChangeDirectory(session: ServerSession, path: string): void {
	if (!(session.files.stat(parentOf(path)).mode & 0o200)) {
		throw new Refusal(550, "Permission denied");
	}
}

export const pwd: Handler = (session) => session.reply(257, `${quoted(session.directory)} is the current directory`);

export const cwd: Handler = (session, args) => change(session, required(args));

export const cdup: Handler = (session) => change(session, "..");

export const mkd: Handler = async (session, args) => {
	const path = session.resolve(required(args));
	mayChangeDirectory(session, path);
	session.files.mkdir(path);
	await session.reply(257, `${quoted(path)} created`);
};

export const rmd: Handler = async (session, args) => {
	const path = session.resolve(required(args));
	mayChangeDirectory(session, path);
	if (path === "/") {
		throw new Refusal(550, "The root stays");
	}
	session.files.rmdir(path);
	await session.reply(250, "Directory removed");
};

export const dele: Handler = async (session, args) => {
	const path = session.resolve(required(args));
	mayChangeDirectory(session, path);
	session.files.remove(path);
	await session.reply(250, "File removed");
};

export const rnfr: Handler = async (session, args) => {
	const info: FileInfo = session.files.stat(session.resolve(required(args)));
	mayChangeDirectory(session, info.path);
	session.renameFrom = info.path;
	await session.reply(350, "Now the new name");
};

export const rnto: Handler = async (session, args) => {
	const from = session.renameFrom;
	session.renameFrom = undefined;
	if (from === undefined) {
		throw new Refusal(503, "RNFR comes first");
	}
	const to = session.resolve(required(args));
	mayChangeDirectory(session, to);
	session.files.rename(from, to);
	await session.reply(250, "Renamed");
};

async function change(session: ServerSession, args: string): Promise<void> {
	const info = session.files.stat(session.resolve(args));
	if (info.type !== "directory") {
		throw new Refusal(550, `${args} is no directory`);
	}
	session.directory = info.path;
	await session.reply(250, "Directory changed");
}

/** RFC 959, appendix II: quotation marks in the name are doubled. */
function quoted(path: string): string {
	return `"${path.replaceAll('"', '""')}"`;
}
