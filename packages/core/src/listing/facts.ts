export type Facts = Record<string, string>;

/** How many facts has a line that is worth a pattern, and in how many characters. Servers tell about ten, in 150. */
const MOST_FACTS = 16;
const LONGEST = 1000;
/** How many lines are read one fact after the other before the next pattern is made, which takes as long as some twenty lines. */
const PATIENCE = 16;

/**
 * The last pattern. A server tells the same facts in the same order on every line, so that what one line has shown reads the next ones
 * in half the time. No result depends on it.
 */
let layout: { readonly keys: readonly string[]; readonly pattern: RegExp } | undefined;
let linesUnlike = PATIENCE;

/** Fills `facts` from a line of MLSx, and returns where the name begins; `undefined` when this is not one. */
export function readFacts(line: string, facts: Facts): number | undefined {
	if (layout === undefined) return readEach(line, facts);
	const { keys, pattern } = layout;
	pattern.lastIndex = 0;
	const values = pattern.exec(line);
	if (values === null) return readEach(line, facts);
	for (let at = 0; at < keys.length; at++) facts[keys[at] ?? ""] = values[at + 1] ?? "";
	return values[0].length;
}

function readEach(line: string, facts: Facts): number | undefined {
	const names: string[] = [];
	let start = 0;
	let places = 0;
	let equals = line.indexOf("=");
	for (; line.charAt(start) !== " "; places++) {
		const from = start;
		start = line.indexOf(";", from) + 1;
		if (start === 0) return undefined;
		// Looked for only when it has been passed: else many facts without one would take quadratic time.
		if (equals >= 0 && equals < from) equals = line.indexOf("=", from);
		// A fact without "=" tells nothing, but what stands beside it does.
		if (equals <= from || equals >= start) continue;
		const name = line.slice(from, equals);
		// Not the name of a fact: this is a sentence.
		if (name.includes(" ")) return undefined;
		// One of the name `__proto__` is ignored here, as by every plain object.
		facts[name.toLowerCase()] = line.slice(equals + 1, start - 1);
		names.push(name);
	}
	// Without facts it begins with the space that stands before the name. A blank line says nothing.
	if (names.length === 0 && (start > 0 || line.trim() === "")) return undefined;
	// A pattern of no facts would take a blank line for a name.
	const isRegular = names.length > 0 && names.length === places && places <= MOST_FACTS && start < LONGEST;
	if (isRegular && ++linesUnlike > PATIENCE) remember(names);
	return start + 1;
}

function remember(names: readonly string[]): void {
	linesUnlike = 0;
	const source = names.map((name) => `${name.replace(/\W/g, "\\$&")}=([^;]*);`).join("");
	layout = { keys: names.map((name) => name.toLowerCase()), pattern: new RegExp(`${source} `, "y") };
}
