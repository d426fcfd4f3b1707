import { FTPUsageError } from "../errors/index.ts";
import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import type { DownloadOptions, UploadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import type { Dialer } from "./dialer.ts";
import type { Parts } from "./parts.ts";

/** How a file is looked at after its transfer. */
export type Verify = boolean | "size" | "hash" | HashAlgorithm;

/** What is done in front of a transfer and behind it. */
export interface Cared<Through extends Sink | Source> {
	/** What the bytes go through. */
	readonly through: Through;
	around<T extends TransferSummary>(transfer: Operation<T>): Operation<T>;
	/** @throws FTPProtocolError WRONG_HASH, WRONG_SIZE */
	confirm(): Promise<void>;
}

/** `verify` and `allocate`; handed in, so that who has no use for them does not carry them. */
export interface TransferCare {
	/** @throws FTPUsageError BAD_ARGUMENT */
	download(sink: Sink, path: string, options: DownloadOptions, dialer: Dialer): Cared<Sink>;
	/** @throws FTPUsageError BAD_ARGUMENT */
	upload(source: Source, path: string, size: number | undefined, options: UploadOptions, dialer: Dialer): Cared<Source>;
}

/** The care that a transfer needs, if it needs any. @throws FTPUsageError UNSUPPORTED */
export function careFor(
	{ verify, allocate }: Pick<UploadOptions, "verify" | "allocate">,
	{ care }: Parts,
): TransferCare | undefined {
	if (!(verify ?? false) && (allocate ?? false) === false) return undefined;
	if (!care) throw new FTPUsageError("UNSUPPORTED", "verify and allocate need FTPClient or FTPPool");
	return care;
}
