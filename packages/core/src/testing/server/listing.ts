import { FileError, type FileInfo } from "../memory-files.ts";
import { parentOf } from "../memory-files-path.ts";
import { type Handler, Refusal } from "./command.ts";
import { FACTS, factsLine, listLine } from "./listing-lines.ts";
import type { ServerSession } from "./session.ts";
import { type Job, transfer } from "./transfer.ts";

/** Bytes of a listing that go out in one write. */
const BATCH = 2 ** 15;

/** LIST as `ls -l` writes it. Options such as `-la` are understood as far as `a`: `.` and `..` are shown. */
export const list: Handler = (session, args) =>
	transfer(session, () => {
		const { path, lines } = listing(session, args);
		return send(session, "LIST", path, lines);
	});

/** The lines of LIST, which STAT sends, too. */
export function listing(session: ServerSession, args: string): { readonly path: string; readonly lines: readonly string[] } {
	const { showsAll, name } = argumentsOf(args);
	const path = session.resolve(name);
	const now = session.settings.clock.now();
	const { self, entries } = read(session, path);
	const dots = showsAll && self?.type === "directory" ? dotted(session, self) : [];
	const shown = [...dots, ...(showsAll ? entries : visible(session, entries))];
	return { path, lines: shown.map((entry) => listLine(entry, now, session.settings.quirks.clockOffset)) };
}

function argumentsOf(args: string): { readonly showsAll: boolean; readonly name: string } {
	const [options = ""] = /^(-\S*\s*)*/.exec(args) ?? [];
	return { showsAll: options.includes("a"), name: args.slice(options.length) };
}

function visible(session: ServerSession, entries: readonly FileInfo[]): readonly FileInfo[] {
	return session.settings.quirks.hidesDotNames ? entries.filter(({ name }) => !name.startsWith(".")) : entries;
}

/** NLST: names that could be given to RETR, so with the directory that was asked for (RFC 959, 4.1.3). Of options, too, it knows `a`. */
export const nlst: Handler = (session, args) =>
	transfer(session, () => {
		const { showsAll, name: asked } = argumentsOf(args);
		const path = session.resolve(asked);
		const { self, entries } = read(session, path);
		if (self?.type === "file") {
			return send(session, "NLST", path, [asked]);
		}
		const prefix = asked === "" || asked.endsWith("/") ? asked : `${asked}/`;
		const shown = showsAll ? entries : visible(session, entries);
		return send(
			session,
			"NLST",
			path,
			shown.map(({ name }) => `${prefix}${name}`),
		);
	});

/** MLSD (RFC 3659, 7.2), with the directory itself and its parent. */
export const mlsd: Handler = (session, args) =>
	transfer(session, () => {
		const path = session.resolve(args);
		const { self, entries } = read(session, path);
		if (self?.type === "file") {
			throw new Refusal(501, "Not a directory: use MLST");
		}
		const facts = session.mlstFacts ?? FACTS;
		const [current, parent] = self === undefined ? [] : dotted(session, self);
		return send(session, "MLSD", path, [
			...(current ? [factsLine(current, ".", facts, "cdir")] : []),
			...(parent ? [factsLine(parent, "..", facts, "pdir")] : []),
			...entries.map((entry) => factsLine(entry, entry.name, facts)),
		]);
	});

/** MLST: the same about one name, over the control connection (RFC 3659, 7.2). */
export const mlst: Handler = async (session, args) => {
	const info = session.files.stat(session.resolve(args));
	const line = factsLine(info, info.path, session.mlstFacts ?? FACTS);
	await session.send([`250-About ${info.path}`, ` ${line}`, "250 End"]);
};

/** What a listing of `path` holds: a directory's entries, or the file itself. */
function read(session: ServerSession, path: string): { readonly self?: FileInfo; readonly entries: readonly FileInfo[] } {
	try {
		const self = session.files.stat(path);
		return { self, entries: self.type === "directory" ? session.files.list(path) : [self] };
	} catch (error) {
		if (error instanceof FileError && session.settings.quirks.missingListsEmpty) {
			return { entries: [] };
		}
		throw error;
	}
}

function dotted(session: ServerSession, self: FileInfo): FileInfo[] {
	return [
		{ ...self, name: "." },
		{ ...session.files.stat(parentOf(self.path)), name: ".." },
	];
}

function send(session: ServerSession, command: string, path: string, lines: readonly string[]): Job {
	return {
		command,
		path,
		opening: "Here comes the listing",
		closing: "Listing sent",
		async move(data): Promise<void> {
			let batch = "";
			for (const line of lines) {
				batch += `${line}\r\n`;
				if (batch.length >= BATCH) {
					await data.write(session.text.encode(batch));
					batch = "";
				}
			}
			if (batch !== "") {
				await data.write(session.text.encode(batch));
			}
			await data.finishSending();
		},
	};
}
