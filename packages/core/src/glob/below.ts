/** Tells whether a name or a path matches. */
type Matcher = (text: string) => boolean;

/**
 * Tells of a directory whether anything in it may match a pattern: where it matches the pattern's beginning, name by name. From `**` on, and from a
 * group on that has a slash in it, anything may; it is looked into in vain then, at the worst.
 * @param matcher makes a matcher of a part of the pattern
 */
export function mayMatchBelow(pattern: string, matcher: (part: string) => Matcher): Matcher {
	const parts = partsOf(pattern);
	const open = parts.findIndex((part) => part.includes("**") || part.includes("/"));
	const closed = open < 0 ? parts : parts.slice(0, open);
	const matchers = closed.map(matcher);
	return (directory) => {
		const names = directory.split("/");
		if (open < 0 && names.length >= parts.length) return false;
		return names.every((name, index) => matchers[index]?.(name) ?? true);
	};
}

/** Between slashes; those in groups, such as `{a/b,c}`, do not count. */
function partsOf(pattern: string): string[] {
	const parts: string[] = [];
	let part = "";
	let depth = 0;
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern.charAt(at);
		if (character === "\\") part += character + pattern.charAt(++at);
		else if (character === "/" && depth === 0) {
			parts.push(part);
			part = "";
		} else {
			if ("{([".includes(character)) depth += 1;
			else if ("})]".includes(character)) depth = Math.max(0, depth - 1);
			part += character;
		}
	}
	return [...parts, part];
}
