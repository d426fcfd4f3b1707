import type { Reply } from "../protocol/reply.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { type Facts, readFacts } from "./facts.ts";
import { sizeOf } from "./size.ts";
import { parseTimeVal } from "./time-val.ts";

/** ProFTPD writes `OS.unix=symlink`, Pure-FTPd `OS.unix=slink` or `OS.unix=slink:target`, others `link`. */
const SYMLINK = /^(?:os\.[a-z0-9]{1,20}=)?(?:slink|symlink|link)(?::(.*))?$/is;

/**
 * A line of MLSD (RFC 3659, 7.2): facts that end in ";", ONE space, the name. Whatever follows that space is the name, with
 * spaces, ";" and "=". A line that begins with the space has no facts.
 */
export function parseMlsxLine(line: string): Entry | undefined {
	const facts: Facts = {};
	const nameStart = readFacts(line, facts);
	// "type=cdir; " says enough; any other line without a name does not.
	if (nameStart === undefined || (nameStart === line.length && !isOwnDirectory(facts))) return undefined;
	const link = facts.type === "file" ? undefined : SYMLINK.exec(facts.type ?? "");
	const modified = facts.modify === undefined ? undefined : parseTimeVal(facts.modify);
	// "sizd" is the size of a directory.
	const size = facts.size ?? facts.sizd ?? "";
	const draft = {
		name: line.slice(nameStart),
		type: link ? "symlink" : typeOf(facts),
		size: sizeOf(size),
		modifiedAt: modified?.date,
		modifiedAtPrecision: modified?.precision,
		permissions: facts["unix.mode"] || undefined,
		owner: facts["unix.ownername"] || facts["unix.owner"] || facts["unix.uid"] || undefined,
		group: facts["unix.groupname"] || facts["unix.group"] || facts["unix.gid"] || undefined,
		unique: facts.unique || undefined,
		facts,
		raw: line,
	} as const;
	return finished(draft, size, link?.[1] || undefined);
}

/**
 * The entry in the reply to MLST (RFC 3659, 7.2): `250-Listing x`, ` type=file;size=3; x`, `250 End`. The line that begins with a
 * space has it; some servers leave the space out or repeat the code (`250-type=...`).
 */
export function parseMlstReply(reply: Pick<Reply, "lines">): Entry | undefined {
	const indented = reply.lines.filter((line) => line.startsWith(" "));
	for (const line of [...indented, ...reply.lines]) {
		const entry = parseMlstLine(line);
		if (entry !== undefined) return entry;
	}
	return undefined;
}

/** One line of the reply to MLST; `undefined` for the lines around the entry. */
export function parseMlstLine(line: string): Entry | undefined {
	const rest = line.replace(/^(?:[0-9]{3}[ -])? ?/, "");
	return rest.startsWith(" ") ? undefined : parseMlsxLine(rest);
}

function typeOf({ type }: Facts): Entry["type"] {
	const kind = type?.toLowerCase() ?? "";
	if (kind === "file") return kind;
	return /^[cp]?dir$/.test(kind) ? "directory" : "unknown";
}

/** Whether it is the listed directory itself or its parent: "cdir" and "pdir" may carry any name (RFC 3659, 7.5.1). */
export function isOwnDirectory(facts: Entry["facts"]): boolean {
	return /^[cp]dir$/i.test(facts?.type ?? "");
}
