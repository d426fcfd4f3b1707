import { FTPUsageError } from "../errors/index.ts";
import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import type { RepresentationType } from "../operations/representation-type.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import type { DownloadOptions, UploadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import type { Repetition } from "./retry.ts";

/** How the bytes of a file travel. */
export type TransferType = "binary" | "ascii";

/** How a file is looked at after its transfer. */
export type Verify = boolean | "size" | "hash" | HashAlgorithm;

/** What a transfer's command and the one in front of it say. */
export interface TransferChoice {
	readonly type?: RepresentationType | undefined;
	readonly append?: boolean | undefined;
	readonly offset?: number | undefined;
}

/** A transfer by these commands. */
type Transferring<T extends TransferSummary> = (path: string, choice: TransferChoice) => Operation<T>;

/** What is done in front of a transfer and behind it, in one attempt and in all. */
export interface Cared<Through extends Sink | Source> {
	readonly type: RepresentationType;
	/** What the bytes go through. */
	readonly through: Through;
	readonly repetition?: Repetition;
	/** How many of the call's bytes are where they belong, when an attempt has moved so many. */
	readonly inPlace: (byteCount: number) => number;
	/** Hands over what is left of the bytes. @throws FTPProtocolError WRONG_HASH, WRONG_SIZE */
	readonly finish: () => Promise<void>;
}

export interface CaredDownload extends Cared<Sink> {
	/** One attempt. */
	readonly around: (transfer: Transferring<TransferSummary>) => Operation<TransferSummary>;
	/** How many bytes there will be, where that is known. */
	readonly total?: () => number | undefined;
}

export interface CaredUpload extends Cared<Source> {
	/** One attempt. */
	readonly around: <T extends TransferSummary>(transfer: Transferring<T>) => Operation<T>;
	/** Puts the server in order when the upload has failed for good. Never fails. */
	readonly cleanUp?: (keeper: Performer) => Promise<void>;
}

/**
 * The options `type`, `verify`, `allocate`, `expect`, `atomic` and `resume`, and how a transfer goes on in another attempt; handed in, so
 * that who has no use for them does not carry them.
 */
export interface TransferCare {
	/** @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
	download(sink: Sink, path: string, options: DownloadOptions, settings: Settings): CaredDownload;
	/**
	 * @param path undefined where the server chooses it
	 * @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED
	 */
	upload(
		source: Source,
		path: string | undefined,
		options: UploadOptions,
		settings: Settings,
		size: number | undefined,
	): CaredUpload;
}

/** Bytes as they are, and nothing around them. */
export const noCare: TransferCare = { download: plain, upload: plain };

function plain<Through extends Sink | Source>(
	through: Through,
	path = "",
	options: DownloadOptions & UploadOptions,
): Cared<Through> & Pick<CaredUpload, "around"> {
	const { type = "binary", append, offset, verify, allocate, expect, atomic, resume } = options;
	const isAsked = [verify, allocate, expect, atomic, resume].some((value) => value !== undefined && value !== false);
	if (type !== "binary" || isAsked) {
		throw new FTPUsageError("UNSUPPORTED", 'type "ascii", verify, allocate, expect, atomic and resume need FTPClient or FTPPool');
	}
	return {
		type: "I",
		through,
		around: (transfer) => transfer(path, { append, offset }),
		inPlace: (byteCount) => byteCount,
		finish: async () => {},
	};
}
