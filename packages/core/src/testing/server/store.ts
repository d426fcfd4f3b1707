import { FromNetwork } from "../../client/line-ends.ts";
import type { FileInfo } from "../memory-files.ts";
import { parentOf } from "../memory-files-path.ts";
import { type Handler, Refusal, required } from "./command.ts";
import { mayChangeDirectory } from "./directories.ts";
import { modeName } from "./retrieve.ts";
import type { ServerSession } from "./session.ts";
import { type Job, transfer } from "./transfer.ts";

/** STOR: replaces the file, or its part from where REST said. */
export const stor: Handler = (session, args) =>
	transfer(session, () => {
		const path = session.resolve(required(args));
		const offset = session.restartAt;
		if (offset > (writable(session, path)?.size ?? 0)) {
			throw new Refusal(554, "The file ends before this offset");
		}
		return receive(session, "STOR", path, offset);
	});

/** APPE: adds to the file, or makes it. REST has no meaning for it (RFC 3659, 5.4). */
export const appe: Handler = (session, args) =>
	transfer(session, () => {
		const path = session.resolve(required(args));
		return receive(session, "APPE", path, writable(session, path)?.size ?? 0);
	});

/** STOU: a name that is not taken, told in the 150 reply (RFC 1123, 4.1.2.9). */
export const stou: Handler = (session, args) =>
	transfer(session, () => {
		const wanted = session.resolve(args === "" ? "upload" : args);
		let path = wanted;
		for (let number = 1; session.files.exists(path); number++) {
			path = `${wanted}.${number}`;
		}
		writable(session, path);
		return {
			...receive(session, "STOU", path, 0),
			opening: `FILE: ${path}`,
			closing: `Transfer complete (unique file name: ${path})`,
		};
	});

/** The file that is to be written, if it exists; throws if it may not be written. */
function writable(session: ServerSession, path: string): FileInfo | undefined {
	if (!session.files.exists(path)) {
		if (session.files.stat(parentOf(path)).type !== "directory") {
			throw new Refusal(553, "There is no such directory");
		}
		mayChangeDirectory(session, path);
		return undefined;
	}
	const info = session.files.stat(path);
	if (info.type !== "file" || !(info.mode & 0o200)) {
		throw new Refusal(553, info.type === "file" ? "Permission denied" : "Not a plain file");
	}
	return info;
}

function receive(session: ServerSession, command: string, path: string, offset: number): Job {
	return {
		command,
		path,
		opening: `Opening ${modeName(session.type)} mode data connection`,
		async move(data): Promise<void> {
			const { files } = session;
			const lines = new FromNetwork();
			files.truncate(path, offset);
			for (let bytes = await data.read(); bytes !== undefined; bytes = await data.read()) {
				files.append(path, session.type === "A" ? lines.push(bytes) : bytes);
			}
			files.append(path, lines.end());
			await data.finishReceiving();
		},
	};
}
