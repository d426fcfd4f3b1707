import { isSafeName } from "../listing/safe-name.ts";
import { demand } from "./demand.ts";

/** What becomes a separator on servers that translate names into an old character set of Windows, which puts look-alikes for what it has not. */
const LIKE_SEPARATORS = /[/\\\u00a5\u20a9\u2044\u2215\u2216]/;

/**
 * The path on the server of what somebody, a user of yours say, calls `path`: always `root` or below it, however `path` is written.
 *
 * - `.` and `..` are resolved before anything is sent. A path that leaves `root` on its way is refused, even if it comes back.
 * - An absolute path is refused: it names another place than one in `root`. Empty, or ".", it is `root` itself. Repeated slashes count as one.
 * - Refused as well is whatever is no plain name on some system (`isSafeName`): backslashes, drives (`C:x`), devices (`NUL`), names of nothing but dots
 *   and blanks, control characters and NUL, halves of surrogate pairs, and look-alikes of dots and slashes (`．．／`) that
 *   would lead out where a server replaces them.
 * - `~` and `-` at the beginning mean nothing special to a server any more, because `root` stands in front of them. `%2e%2e` is a name of six
 *   letters: FTP has no such encoding, so decode first what comes from a URL.
 *
 * It looks at the text alone. It cannot know of symlinks on the server, which may lead out of `root`, and not what else the server reads into
 * a name: Windows drops dots and blanks at the end, takes no notice of case, and has streams (`a.txt:b`). So a list of
 * forbidden names behind it protects nothing; the rights of the account that logs in do.
 *
 * @param root a directory in the server's own words, with slashes: "/", "/users/anna", "in", "." for where a login leads to. `..` is
 *   refused here, too: a part of it may have come from somebody else.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function resolveWithin(root: string, path: string): string {
	const isRoot =
		typeof root === "string" && root !== "" && root.split("/").every((part) => /^(?:\.?|[a-z]:)$/i.test(part) || isOneName(part));
	demand(isRoot, "root must be a directory on the server, without .. and backslashes");
	demand(typeof path === "string", "A path must be a string");
	demand(!path.startsWith("/"), "The path must be relative: it is looked for in a directory of its own");
	const names: string[] = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part === "..") demand(names.pop() !== undefined, "The path leads out of its directory");
		else {
			demand(isOneName(part), "The path has a part that is not a plain name on every system");
			names.push(part);
		}
	}
	const directory = root.replace(/(?<!\/)\/+$/, "");
	return names.length > 0 ? `${directory}/${names.join("/")}` : directory || "/";
}

/** Whether it stays one name below its directory, whatever a server puts for characters that it has not. */
function isOneName(part: string): boolean {
	return isSafeName(part) && part.normalize("NFKC").split(LIKE_SEPARATORS).every(isSafeName);
}
