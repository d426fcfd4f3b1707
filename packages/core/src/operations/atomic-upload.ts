import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";
import { exists } from "./exists.ts";
import { rename } from "./rename.ts";
import { sizeNow } from "./size-now.ts";
import type { TransferSummary } from "./transfer.ts";
import { wrongCount } from "./wrong-size.ts";

/** How far an atomic upload has come, over all its attempts. */
export interface AtomicSoFar {
	readonly path: string;
	/** The name that it has until it is complete. */
	readonly temporary: string;
	/** How many bytes have been sent, where they are counted the same on both sides. */
	readonly position: number | undefined;
	/** All of it is there under that name: the end of the upload, and how many bytes it has. */
	stored: { readonly summary: TransferSummary; readonly size: number | undefined } | undefined;
	/** RNTO may have been sent. */
	isRenaming: boolean;
	/** What had the name before was removed, so that the new file is the only one. */
	isOnlyCopy: boolean;
}

/**
 * One attempt at an upload that nobody sees by its name before it is complete: under a temporary name, the size compared, renamed. A
 * later attempt does what is left of that. Whether a rename happened whose reply was lost is found out by looking.
 */
export function* atomicUpload<T extends TransferSummary>(soFar: AtomicSoFar, upload: () => Operation<T>): Operation<T> {
	const { path, temporary } = soFar;
	// A bad name is found before anything is sent.
	yield* encode("RNTO", path);
	if (!soFar.stored) {
		const summary = yield* upload();
		const size = soFar.position;
		const now = size === undefined ? "unknown" : yield* sizeNow(temporary);
		if (typeof now === "number" && size !== undefined && now !== size) throw wrongCount(size, now);
		soFar.stored = { summary, size };
	} else if (soFar.isRenaming && (yield* hasBeenRenamed(soFar, soFar.stored.size))) return soFar.stored.summary as T;
	soFar.isRenaming = true;
	try {
		yield* rename(temporary, path);
	} catch (error) {
		if (!mayBeInTheWay(error)) throw error;
		yield* makeRoom(soFar, error);
		yield* rename(temporary, path);
	}
	return soFar.stored.summary as T;
}

/** The server may not replace files: IIS and others refuse RNTO with 550 or 553 then. */
function mayBeInTheWay(error: unknown): boolean {
	return error instanceof FTPReplyError && error.command.startsWith("RNTO ") && (error.code === 550 || error.code === 553);
}

/** Removes what has the name. If that cannot be, it was not in the way. */
function* makeRoom(soFar: AtomicSoFar, refusal: unknown): Operation<void> {
	// Also where the reply to DELE is lost.
	soFar.isOnlyCopy = true;
	try {
		yield* simple("DELE", soFar.path);
	} catch (error) {
		if (!(error instanceof FTPReplyError)) throw error;
		soFar.isOnlyCopy = false;
		throw error.isTransient ? error : refusal;
	}
}

/** The temporary name is gone, and the other one has as many bytes as were sent. */
function* hasBeenRenamed({ path, temporary }: AtomicSoFar, size: number | undefined): Operation<boolean> {
	const left = yield* sizeNow(temporary);
	if (typeof left === "number" || (left === "unknown" && (yield* exists(temporary)))) return false;
	const now = size === undefined ? "unknown" : yield* sizeNow(path);
	if (now === size || (now === "unknown" && (yield* exists(path)))) return true;
	throw new FTPProtocolError("CHANGED", `${size ?? "all"} bytes, at ${temporary} or at ${path}`, `neither: ${now}`);
}
