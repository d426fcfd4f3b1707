import type { DownloadOptions, Progress } from "./calls.ts";
import { checkFunction } from "./demand.ts";
import { callersError } from "./pump.ts";

/** What the caller is told of a transfer's progress. */
export class ProgressReport {
	readonly #onProgress: ((progress: Progress) => void) | undefined;
	readonly #inPlace: (byteCount: number) => number;
	#failure: { readonly cause: unknown } | undefined;
	#attempt = 1;
	total: number | undefined;

	/** @param inPlace how many of the call's bytes are where they belong, when an attempt has moved so many */
	constructor(
		{ onProgress }: Pick<DownloadOptions, "onProgress">,
		inPlace: (byteCount: number) => number,
		total: number | undefined,
	) {
		checkFunction(onProgress, "onProgress");
		this.#onProgress = onProgress;
		this.#inPlace = inPlace;
		this.total = total;
	}

	readonly onAttempt = (attempt: number): void => {
		this.#attempt = attempt;
	};

	/** @throws FTPAbortError when the caller's function fails, or has failed since the last time */
	readonly onBytes = (byteCount: number): void => {
		const bytes = this.#inPlace(byteCount);
		try {
			if (this.#failure) throw this.#failure.cause;
			Promise.resolve(this.#onProgress?.({ bytes, total: this.total, attempt: this.#attempt })).catch((cause) => {
				this.#failure = { cause };
			});
		} catch (cause) {
			throw callersError(cause, "onProgress");
		}
	};

	/** The last report, and the number in it. */
	finish(byteCount: number): number {
		const bytes = this.#inPlace(byteCount);
		this.total ??= bytes;
		this.onBytes(byteCount);
		return bytes;
	}
}
