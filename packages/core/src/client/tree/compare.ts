import { FTPUsageError } from "../../errors/index.ts";
import { type HashAlgorithm, hashAlgorithm, offeredHashes } from "../../operations/hash-algorithms.ts";
import type { CallOptions } from "../calls.ts";
import { demand } from "../demand.ts";
import type { FTPMethods } from "../methods.ts";
import { callersError } from "../pump.ts";
import type { CopyReason } from "./action.ts";
import type { TreeEntry } from "./file-tree.ts";
import { remotePath, type TreeSides } from "./sides.ts";
import type { MirrorOptions } from "./tree-options.ts";

/** Why a file is to be copied over another one; nothing where they are the same. */
export type Comparison = (source: TreeEntry, target: TreeEntry) => Promise<CopyReason | undefined>;

/** Milliseconds within which two times that are told so exactly may be one. */
const WITHIN = { day: 86_400_000, minute: 60_000, second: 1_000 };

/** FAT knows even seconds only; some systems round there, some cut. */
const EVEN = 2_000;

/** @throws FTPUsageError UNSUPPORTED for hashes that one of the trees does not have; BAD_ARGUMENT */
export function comparison(client: FTPMethods, sides: TreeSides, options: MirrorOptions, call: CallOptions): Comparison {
	const { compare = "time", preserveTimes = true } = options;
	if (typeof compare === "function") {
		return async (source, target) => {
			try {
				const isSame = await compare(source, target);
				demand(typeof isSame === "boolean", "compare() must tell true or false");
				return isSame ? undefined : "unknown";
			} catch (cause) {
				throw callersError(cause, "compare");
			}
		};
	}
	if (compare === "size") return async (source, target) => bySize(source, target);
	if (compare === "time") {
		// Where copies do not get the time of the original, they have that of the copying.
		const { direction, tree } = sides;
		const keepsTimes = preserveTimes && (direction === "down" ? tree.keepsTimes === true : client.features.has("MFMT"));
		return async (source, target) => bySize(source, target) ?? byTime(source, target, keepsTimes);
	}
	return byHash(client, sides, compare, call);
}

function bySize({ size }: TreeEntry, target: TreeEntry): CopyReason | undefined {
	if (size === undefined || target.size === undefined) return "unknown";
	return size === target.size ? undefined : "size";
}

function byTime(source: TreeEntry, target: TreeEntry, keepsTimes: boolean): CopyReason | undefined {
	if (!source.modifiedAt || !target.modifiedAt) return undefined;
	const [original, copy] = [source.modifiedAt.getTime(), target.modifiedAt.getTime()];
	const within = Math.max(
		...[source, target].map(({ modifiedAtPrecision }) => WITHIN[modifiedAtPrecision ?? "second"]),
		// Where a clock that knows no odd seconds may have been at work.
		copy % EVEN === 0 ? EVEN : 0,
	);
	const isSame = Math.abs(original - copy) < within || (!keepsTimes && copy > original);
	return isSame ? undefined : "time";
}

function byHash(
	client: FTPMethods,
	{ tree, remote, direction }: TreeSides,
	compare: "hash" | HashAlgorithm,
	call: CallOptions,
): Comparison {
	const offered = offeredHashes(client.features);
	const wanted = compare === "hash" ? offered : [hashAlgorithm(compare)];
	const lacking = !tree.hash ? tree.name : wanted.some((algorithm) => offered.includes(algorithm)) ? undefined : "the server";
	if (lacking) {
		const what = compare === "hash" ? "hashes" : compare;
		throw new FTPUsageError("UNSUPPORTED", `Files cannot be compared by hash: ${lacking} does not offer ${what}`);
	}
	return async (source, target) => {
		const differs = bySize(source, target);
		if (differs === "size") return differs;
		const [there, here] = direction === "down" ? [source.path, target.path] : [target.path, source.path];
		for (const algorithm of wanted) {
			const local = await tree.hash?.(here, algorithm, call);
			if (local !== undefined) {
				return local === (await client.hash(remotePath(remote, there), algorithm, call)) ? undefined : "hash";
			}
		}
		// A tree may have hashes of some files only.
		return "unknown";
	};
}
