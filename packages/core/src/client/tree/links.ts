/**
 * Why a symlink must not be made: it would lead out of its tree, or nobody knows where. `..` may stand in front only, where it means the directories
 * that the symlink itself is in: behind the name of another symlink it means something else.
 */
export function linkFault(path: string, target: string | undefined): string | undefined {
	if (target === undefined) return "where the symlink leads is not told";
	const parts = target.split("/");
	const ups = parts.findIndex((part) => part !== ".." && part !== ".");
	const [above, below] = ups < 0 ? [parts, []] : [parts.slice(0, ups), parts.slice(ups)];
	const depth = path.split("/").length - 1;
	const staysInside = above.filter((part) => part === "..").length <= depth && !below.includes("..");
	// What has another meaning somewhere, at the least as the beginning of a path of Windows.
	const isPlain = target !== "" && !/^\/|[\\\p{Cc}\p{Cs}]|^[a-z]:/iu.test(target);
	return isPlain && staysInside ? undefined : "the symlink leads out of the tree";
}

/** Where a symlink of an absolute path leads to, as far as the text says. */
export function resolveLink(directory: string, target: string): string {
	const names: string[] = [];
	for (const part of (target.startsWith("/") ? target : `${directory}/${target}`).split("/")) {
		if (part === "..") names.pop();
		else if (part !== "" && part !== ".") names.push(part);
	}
	return `/${names.join("/")}`;
}
