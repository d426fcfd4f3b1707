import { FTPError, FTPProtocolError, FTPReplyError, tooMuch } from "../../errors/index.ts";
import type { Entry } from "../../listing/entry.ts";
import { followed } from "../../operations/stat.ts";
import type { CallOptions } from "../calls.ts";
import { demand } from "../demand.ts";
import { abortError } from "../driver.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { isSendable } from "../walk.ts";
import type { FileTree, TreeEntry } from "./file-tree.ts";
import { remotePath } from "./sides.ts";

/** What is in a directory under one name. Nobody has looked at the name yet. */
export interface Found {
	readonly name: string;
	readonly entry: TreeEntry;
}

/** One of the two trees, as whoever makes a plan sees it. Paths are from its root. */
export interface Side {
	/** For messages. */
	readonly what: string;
	/** What is in a directory; `undefined` where there is none. */
	list(path: string): Promise<Found[] | undefined>;
	/** Why there can be nothing of this path and name here. */
	refusal(path: string, name: string): string | undefined;
	/** What a symlink leads to; `undefined` where that is nothing, or must not be looked at. */
	follow(link: TreeEntry): Promise<TreeEntry | undefined>;
	/** Whether an error is about more than the place that was looked at: then the plan ends. */
	isFatal(error: unknown): boolean;
}

/** How many entries a tree may have. */
class Allowance {
	readonly #most: number;
	#left: number;
	/** That there were more. */
	exceeded: FTPProtocolError | undefined;

	constructor(most: number) {
		this.#most = most;
		this.#left = most;
	}

	/** @throws FTPProtocolError LIMIT_EXCEEDED */
	count(): void {
		if (this.#left-- > 0) return;
		this.exceeded = tooMuch("a tree", this.#most, "entries (treeEntries)");
		throw this.exceeded;
	}
}

export function localSide(tree: FileTree, treeEntries: number, { signal }: CallOptions): Side {
	const allowance = new Allowance(treeEntries);
	return {
		what: tree.name,
		async list(directory) {
			const all: Found[] = [];
			const start = directory === "" ? "" : `${directory}/`;
			try {
				for await (const entry of tree.list(directory, { signal })) {
					allowance.count();
					// Taken for something else, it would be copied or removed in its place.
					const isInside = typeof entry?.path === "string" && entry.path.length > start.length && entry.path.startsWith(start);
					demand(isInside, `${tree.name} has listed in "${directory}" what is not in it: paths are from its root`);
					all.push({ name: entry.path.slice(start.length), entry });
				}
			} catch (error) {
				throw signal?.aborted ? abortError(signal.reason) : error;
			}
			return all;
		},
		refusal: (_path, name) => tree.refusal?.(name),
		follow: async ({ path }) => await tree.follow?.(path),
		isFatal: (error) => signal?.aborted === true || error === allowance.exceeded,
	};
}

export function remoteSide(client: FTPMethods, root: string, call: CallOptions): Side {
	const { keeper, settings } = insideOf(client);
	const allowance = new Allowance(settings.limits.treeEntries);
	const at = (path: string): string => remotePath(root, path);
	return {
		what: "the server",
		async list(directory) {
			const all: Found[] = [];
			for (const entry of await client.list(at(directory), { ...call, hidden: true })) {
				allowance.count();
				all.push({ name: entry.name, entry: treeEntry(entry, directory === "" ? entry.name : `${directory}/${entry.name}`) });
			}
			return all;
		},
		refusal: (path) => (isSendable(at(path), settings) ? undefined : "its path cannot be told to the server"),
		async follow({ path }) {
			try {
				return treeEntry(await keeper.perform(() => followed(at(path)), call), path);
			} catch (error) {
				if (error instanceof FTPReplyError && !error.isTransient) return undefined;
				throw error;
			}
		},
		isFatal: (error) => !isAboutThePlace(error) || error === allowance.exceeded,
	};
}

/** Not what is wrong with the session, or the way to the server, or the caller. */
function isAboutThePlace(error: unknown): boolean {
	if (error instanceof FTPReplyError) return error.code !== 421 && error.code !== 425 && error.code !== 426;
	if (error instanceof FTPProtocolError) return error.code === "BAD_VALUE" || error.code === "LIMIT_EXCEEDED";
	return !(error instanceof FTPError) || error.code === "UNSUPPORTED";
}

function treeEntry({ type, size, modifiedAt, modifiedAtPrecision, linkTarget }: Entry, path: string): TreeEntry {
	return {
		path,
		type,
		...(size !== undefined && type !== "directory" && { size }),
		...(modifiedAt && { modifiedAt }),
		...(modifiedAtPrecision && modifiedAtPrecision !== "millisecond" && { modifiedAtPrecision }),
		...(linkTarget !== undefined && { linkTarget }),
	};
}
