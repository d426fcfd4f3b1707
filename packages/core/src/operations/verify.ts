import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { hash } from "./hash.ts";
import { type HashAlgorithm, offeredHashes } from "./hash-algorithms.ts";
import { size } from "./size.ts";
import type { TransferSummary } from "./transfer.ts";

/** What the server has, by its own account. */
export type Evidence = { readonly algorithm: HashAlgorithm; readonly hash: string } | { readonly size: number };

export interface Examination {
	/** Told before the transfer what the server can compute; names what is wanted, or nothing for the size. */
	choose(offered: readonly HashAlgorithm[]): HashAlgorithm | undefined;
	/** Whether the size will do where the server refuses the hash. */
	readonly isLenient: boolean;
	/** The bytes go to the end of a file that may be there already. */
	readonly isAppended: boolean;
	/** How many bytes that had, once it has been asked: a later attempt at the same transfer would find some of its own there. */
	before?: number;
	/** Not called where a download was ended early. */
	tell(evidence: Evidence): void;
}

/** A transfer, and what the server says of the file afterwards: in one operation, so that nothing else comes in between. */
export function* examined<T extends TransferSummary>(path: string, transfer: Operation<T>, by: Examination): Operation<T> {
	const { features } = yield* sessionFacts();
	const algorithm = by.choose(offeredHashes(features));
	const before = by.isAppended ? (by.before ?? (yield* sizeBefore(path))) : 0;
	by.before = before;
	const summary = yield* transfer;
	if (!(summary.reply || summary.isComplete)) return summary;
	if (algorithm) {
		try {
			by.tell({ algorithm, hash: yield* hash(path, algorithm) });
			return summary;
		} catch (error) {
			if (!by.isLenient || !isRefusal(error)) throw error;
		}
	}
	by.tell({ size: (yield* size(path)) - before });
	return summary;
}

/** ProFTPD, for one, refuses to read files above a size of the administrator's choice. */
function isRefusal(error: unknown): boolean {
	return error instanceof FTPReplyError || (error instanceof FTPProtocolError && error.code === "BAD_VALUE");
}

/** What is not there has 0 bytes. */
function* sizeBefore(path: string): Operation<number> {
	try {
		return yield* size(path);
	} catch (error) {
		if (error instanceof FTPReplyError && error.code === 550) return 0;
		throw error;
	}
}
