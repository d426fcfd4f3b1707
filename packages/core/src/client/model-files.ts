// For tests only.

/** A file system and where one stands in it: paths to what files hold, or to `null` for directories. The root is not in it. */
export interface ModelState {
	readonly files: ReadonlyMap<string, string | null>;
	readonly place: string;
}

/** What the server would refuse. */
export class Refused extends Error {}

/** What a call gives, and what there is afterwards. */
export interface Result {
	readonly state: ModelState;
	readonly value?: unknown;
	/** Some servers refuse it. */
	readonly isOptional?: true;
}

/** @throws Refused */
export type Step = (state: ModelState) => Result;

/** An absolute path without `.`, `..` and doubled slashes: "" is the root. */
function absolute({ place }: ModelState, path: string): string {
	const parts: string[] = [];
	for (const part of (path.startsWith("/") ? path : `${place}/${path}`).split("/")) {
		if (part === "..") parts.pop();
		else if (part !== "" && part !== ".") parts.push(part);
	}
	return parts.map((part) => `/${part}`).join("");
}

const above = (path: string): string => path.slice(0, path.lastIndexOf("/"));
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const kindOf = ({ files }: ModelState, path: string): "file" | "directory" | undefined => {
	const found = path === "" ? null : files.get(path);
	return found === undefined ? undefined : found === null ? "directory" : "file";
};

function must(isSo: boolean): asserts isSo {
	if (!isSo) throw new Refused();
}

function changed(state: ModelState, change: (files: Map<string, string | null>) => void): ModelState {
	const files = new Map(state.files);
	change(files);
	return { ...state, files };
}

function fileAt(state: ModelState, path: string): string {
	const found = state.files.get(absolute(state, path));
	must(typeof found === "string");
	return found;
}

export const download = (path: string): Step => {
	return (state) => ({ state, value: fileAt(state, path) });
};

export const size = (path: string): Step => {
	return (state) => ({ state, value: fileAt(state, path).length });
};

/** Writes a file anew, or behind what it has. */
export const store = (path: string, data: string, isAppended: boolean): Step => {
	return (state) => {
		const at = absolute(state, path);
		must(at !== "" && kindOf(state, at) !== "directory" && kindOf(state, above(at)) === "directory");
		const before = isAppended ? (state.files.get(at) ?? "") : "";
		return { state: changed(state, (files) => files.set(at, before + data)), value: data.length };
	};
};

export const remove = (path: string): Step => {
	return (state) => {
		fileAt(state, path);
		return { state: changed(state, (files) => files.delete(absolute(state, path))) };
	};
};

export const mkdir = (path: string): Step => {
	return (state) => {
		const at = absolute(state, path);
		must(kindOf(state, at) === undefined && kindOf(state, above(at)) === "directory");
		return { state: changed(state, (files) => files.set(at, null)) };
	};
};

export const mkdirs = (path: string): Step => {
	return (state) => {
		const at = absolute(state, path);
		const parts = at.split("/").slice(1);
		const paths = parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`);
		must(paths.every((each) => kindOf(state, each) !== "file"));
		return { state: changed(state, (files) => paths.forEach((each) => void files.set(each, null))) };
	};
};

export const rmdir = (path: string): Step => {
	return (state) => {
		const at = absolute(state, path);
		must(at !== "" && kindOf(state, at) === "directory");
		must(![...state.files.keys()].some((each) => each.startsWith(`${at}/`)));
		return { state: changed(state, (files) => files.delete(at)) };
	};
};

/** A file that has the new name is replaced; a directory is not, and none goes into itself. */
export const rename = (from: string, to: string): Step => {
	return (state) => {
		const [source, target] = [absolute(state, from), absolute(state, to)];
		const kind = kindOf(state, source);
		must(kind !== undefined && source !== "" && kindOf(state, above(target)) === "directory");
		if (source === target) return { state };
		must(kindOf(state, target) !== "directory" && !target.startsWith(`${source}/`));
		const moved = changed(state, (files) => {
			for (const [path, content] of state.files) {
				if (path !== source && !path.startsWith(`${source}/`)) continue;
				files.delete(path);
				files.set(target + path.slice(source.length), content);
			}
		});
		return { state: moved };
	};
};

export const cd = (path: string): Step => {
	return (state) => {
		const at = absolute(state, path);
		must(kindOf(state, at) === "directory");
		return { state: { ...state, place: at } };
	};
};

export const pwd: Step = (state) => ({ state, value: state.place || "/" });

const shown = (state: ModelState, path: string, name: string): string => {
	const content = state.files.get(path) ?? null;
	return content === null ? `${name}/` : `${name} ${content.length}`;
};

/** As `stat()` is shown: a name, and a file's size. */
export const stat = (path: string): Step => {
	return (state) => {
		const at = absolute(state, path);
		must(kindOf(state, at) !== undefined);
		return { state, value: shown(state, at, nameOf(at)) };
	};
};

export const exists = (path: string): Step => {
	return (state) => ({ state, value: kindOf(state, absolute(state, path)) !== undefined });
};

/** What is in a directory, or everything below it by its path. Of a file LIST tells that it is there, and MLSD nothing. */
export const list = (path: string, isDeep: boolean): Step => {
	return (state) => {
		const at = absolute(state, path);
		if (kindOf(state, at) === "file") return { state, value: [shown(state, at, nameOf(at))], isOptional: true };
		must(kindOf(state, at) === "directory");
		const below = [...state.files.keys()].filter((each) => each.startsWith(`${at}/`));
		const wanted = isDeep ? below : below.filter((each) => !each.slice(at.length + 1).includes("/"));
		return { state, value: wanted.map((each) => shown(state, each, each.slice(at.length + 1))).sort() };
	};
};
