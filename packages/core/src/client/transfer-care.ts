import { FTPUsageError } from "../errors/index.ts";
import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import type { RepresentationType } from "../operations/representation-type.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import type { DownloadOptions, UploadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import type { Dialer } from "./dialer.ts";

/** How the bytes of a file travel. */
export type TransferType = "binary" | "ascii";

/** How a file is looked at after its transfer. */
export type Verify = boolean | "size" | "hash" | HashAlgorithm;

/** What is done in front of a transfer and behind it. */
export interface Cared<Through extends Sink | Source> {
	readonly type: RepresentationType;
	/** What the bytes go through. */
	readonly through: Through;
	readonly around: <T extends TransferSummary>(transfer: Operation<T>) => Operation<T>;
	/** Hands over what is left of the bytes. @throws FTPProtocolError WRONG_HASH, WRONG_SIZE */
	readonly finish: () => Promise<void>;
}

/** The options `type`, `verify` and `allocate`; handed in, so that who has no use for them does not carry them. */
export interface TransferCare {
	/** @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
	download(sink: Sink, path: string, options: DownloadOptions, dialer: Dialer): Cared<Sink>;
	/** @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
	upload(source: Source, path: string, options: UploadOptions, dialer: Dialer, size: number | undefined): Cared<Source>;
}

/** Bytes as they are, and nothing around them. */
export const noCare: TransferCare = { download: plain, upload: plain };

function plain<Through extends Sink | Source>(
	through: Through,
	_path: string,
	{ type = "binary", verify = false, allocate = false }: Pick<UploadOptions, "type" | "verify" | "allocate">,
): Cared<Through> {
	if (type !== "binary" || verify !== false || allocate !== false) {
		throw new FTPUsageError("UNSUPPORTED", 'type "ascii", verify and allocate need FTPClient or FTPPool');
	}
	return { type: "I", through, around: (transfer) => transfer, finish: async () => {} };
}
