import picomatch from "picomatch/posix";
import type { TreeEntry } from "../client/tree/file-tree.ts";
import type { TreeFilter } from "../client/tree/tree-options.ts";
import { FTPUsageError } from "../errors/index.ts";
import { mayMatchBelow } from "./below.ts";

interface Rule {
	readonly excludes: boolean;
	readonly matches: (path: string) => boolean;
	/** Whether something in a directory may match. */
	readonly below: (directory: string) => boolean;
}

/** Names that begin with a dot are names like others; `!` has been looked at here. */
const OPTIONS: picomatch.PicomatchOptions = { dot: true, nonegate: true };

/**
 * A filter for trees, made of patterns as shells have them: `*` and `?` within a name, `**` for any directories, `[a-z]`, `{a,b}`, `!(a|b)`. They are
 * compared with the whole path from the tree's root: `*.csv` is what is in the root, with `**` and a slash in front it is everywhere. One that
 * ends in `/` means all that is in that directory. `*` takes names that begin with a dot, too.
 *
 * A pattern behind `!` excludes: `["**", "!tmp/", "!*.bak"]`. The last pattern that an entry matches decides; what matches none takes part only if the
 * first pattern excludes. A directory is looked into where something in it may match, which counts like a match; one that is excluded is not.
 * @throws FTPUsageError BAD_ARGUMENT for what is no pattern
 */
export function glob(patterns: string | readonly string[]): TreeFilter {
	const all: readonly unknown[] = Array.isArray(patterns) ? patterns : [patterns];
	if (all.length === 0) throw new FTPUsageError("BAD_ARGUMENT", "There must be a pattern");
	const rules = all.map(ruleOf);
	const byDefault = rules[0]?.excludes ?? false;
	return (entry: TreeEntry): boolean => {
		const isDirectory = entry.type === "directory";
		const last = rules.findLast(
			({ excludes, matches, below }) => matches(entry.path) || (isDirectory && !excludes && below(entry.path)),
		);
		return last ? !last.excludes : byDefault;
	};
}

function ruleOf(pattern: unknown): Rule {
	if (typeof pattern !== "string") throw new FTPUsageError("BAD_ARGUMENT", "A pattern must be a string");
	const excludes = /^!(?!\()/.test(pattern);
	const plain = pattern
		.slice(excludes ? 1 : 0)
		.replace(/^(?:\.?\/)+/, "")
		.replace(/\/$/, "/**");
	if (plain === "") throw new FTPUsageError("BAD_ARGUMENT", "A pattern must not be empty");
	try {
		return { excludes, matches: picomatch(plain, OPTIONS), below: mayMatchBelow(plain, (part) => picomatch(part, OPTIONS)) };
	} catch (cause) {
		throw new FTPUsageError("BAD_ARGUMENT", `This is no pattern: ${pattern}`, { cause });
	}
}
