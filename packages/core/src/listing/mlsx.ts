import type { Reply } from "../protocol/reply.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { sizeOf } from "./size.ts";
import { parseTimeVal } from "./time-val.ts";

type Facts = Record<string, string>;

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

interface Fact {
	/** As it stands in the line: `UNIX.mode=0644;`. */
	readonly text: string;
	readonly key: string;
	readonly value: string;
}

/** More facts than any server tells. */
const MOST_REMEMBERED = 16;

/**
 * The facts of lines before, by their place. A server tells the same facts in the same order on every line, and most of them come
 * again as they were: those are recognised at once, and their strings shared. It saves time and memory; no result depends on it.
 */
const remembered: Fact[] = [];

/** Fills `facts` and returns where the name begins, or `undefined` when this is not a line of MLSx. */
function readFacts(line: string, facts: Facts): number | undefined {
	let start = 0;
	let found = line.startsWith(" ") && line.trim() !== "";
	let equals = line.indexOf("=");
	for (let place = 0; line.charAt(start) !== " "; place++) {
		let fact = remembered[place];
		if (fact !== undefined && line.startsWith(fact.text, start)) {
			start += fact.text.length;
		} else {
			const from = start;
			start = line.indexOf(";", from) + 1;
			if (start === 0) return undefined;
			// Looked for only when it has been passed: else many facts without one would take quadratic time.
			if (equals >= 0 && equals < from) equals = line.indexOf("=", from);
			// A fact without "=" tells nothing, but what stands beside it does.
			if (equals <= from || equals >= start) continue;
			const key = line.slice(from, equals);
			// Not the name of a fact: this is a sentence.
			if (key.includes(" ")) return undefined;
			fact = { text: line.slice(from, start), key: key.toLowerCase(), value: line.slice(equals + 1, start - 1) };
			if (place < MOST_REMEMBERED) remembered[place] = fact;
		}
		// One of the name `__proto__` would be ignored here, as by every plain object.
		facts[fact.key] = fact.value;
		found = true;
	}
	return found ? start + 1 : undefined;
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
