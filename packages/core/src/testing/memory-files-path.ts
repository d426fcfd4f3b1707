/** The path without `.`, `..` and empty parts, always from the root; nothing leads above it. */
export function normalize(path: string): string {
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "..") {
			parts.pop();
		} else if (part !== "" && part !== ".") {
			parts.push(part);
		}
	}
	return `/${parts.join("/")}`;
}

/** A path as given in a session whose working directory is `directory`. */
export function resolvePath(directory: string, path: string): string {
	return normalize(path.startsWith("/") ? path : `${directory}/${path}`);
}

export function parentOf(path: string): string {
	return normalize(`${normalize(path)}/..`);
}

/** The last part: the name without its directory, "" for the root. */
export function baseName(path: string): string {
	const normal = normalize(path);
	return normal.slice(normal.lastIndexOf("/") + 1);
}
