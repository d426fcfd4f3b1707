import type { Reply } from "../protocol/reply.ts";
import type { Draft } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { setSize } from "./size.ts";
import { parseTimeVal } from "./time-val.ts";

export { parseTimeVal };

type Facts = Record<string, string>;

/**
 * A line of MLSD (RFC 3659, 7.2): facts that end in ";", ONE space, the name. Whatever follows that space is the name, with
 * spaces, ";" and "=". A line that begins with the space has no facts.
 */
export function parseMlsxLine(line: string): Entry | undefined {
	const facts = noFacts();
	const nameStart = readFacts(line, facts);
	return nameStart === undefined ? undefined : toEntry(line, facts, nameStart);
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

/**
 * Without prototype, because a server may name a fact `__proto__`. Not by `Object.create(null)`: V8 makes that a hash table from
 * the start, which takes five times the memory.
 */
function noFacts(): Facts {
	return Object.setPrototypeOf({}, null) as Facts;
}

/** Fills `facts` and returns where the name begins, or `undefined` when this is not a line of MLSx. */
function readFacts(line: string, facts: Facts): number | undefined {
	let start = 0;
	let found = line.startsWith(" ");
	while (line.charAt(start) !== " ") {
		const end = line.indexOf(";", start);
		if (end < 0) return undefined;
		const fact = line.slice(start, end);
		const equals = fact.indexOf("=");
		// A fact without "=" tells nothing, but what stands beside it does.
		if (equals > 0) {
			const key = fact.slice(0, equals);
			// Not the name of a fact: this is a sentence.
			if (key.includes(" ")) return undefined;
			facts[key.toLowerCase()] = fact.slice(equals + 1);
			found = true;
		}
		start = end + 1;
	}
	return found ? start + 1 : undefined;
}

function toEntry(line: string, facts: Facts, nameStart: number): Entry | undefined {
	const kind = facts.type?.toLowerCase() ?? "";
	const own = isOwnDirectory(kind);
	// "type=cdir; " says enough; any other line without a name does not.
	if (nameStart === line.length && !own) return undefined;
	const entry: Draft = { name: line.slice(nameStart), type: typeOf(kind), raw: line, facts };
	if (entry.type === "symlink") setLinkTarget(entry, facts.type ?? "");
	// "sizd" is the size of a directory.
	setSize(entry, facts.size ?? facts.sizd ?? "");
	const modified = facts.modify === undefined ? undefined : parseTimeVal(facts.modify);
	if (modified !== undefined) {
		entry.modifiedAt = modified.date;
		entry.modifiedAtPrecision = modified.precision;
	}
	const owner = facts["unix.ownername"] || facts["unix.owner"] || facts["unix.uid"];
	const group = facts["unix.groupname"] || facts["unix.group"] || facts["unix.gid"];
	if (facts["unix.mode"]) entry.permissions = facts["unix.mode"];
	if (owner) entry.owner = owner;
	if (group) entry.group = group;
	if (facts.unique) entry.unique = facts.unique;
	return entry;
}

/** Whether an entry is the listed directory itself or its parent: "cdir" and "pdir" may carry any name (RFC 3659, 7.5.1). */
export function isOwnDirectory(kind: string): boolean {
	return kind === "cdir" || kind === "pdir";
}

function typeOf(kind: string): Entry["type"] {
	if (kind === "file") return "file";
	if (kind === "dir" || isOwnDirectory(kind)) return "directory";
	return SYMLINK.test(kind) ? "symlink" : "unknown";
}

/** ProFTPD writes `OS.unix=symlink`, Pure-FTPd `OS.unix=slink` or `OS.unix=slink:target`, others `link`. */
const SYMLINK = /^(?:os\.[a-z0-9]{1,20}=)?(?:slink|symlink|link)(?::|$)/;

function setLinkTarget(entry: Draft, type: string): void {
	const colon = type.indexOf(":");
	if (colon >= 0 && colon + 1 < type.length) entry.linkTarget = type.slice(colon + 1);
}
