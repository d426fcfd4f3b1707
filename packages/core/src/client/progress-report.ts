import type { Progress } from "./calls.ts";
import { checkFunction } from "./demand.ts";
import { callersError } from "./pump.ts";

/** What the caller is told of a transfer's progress. */
export class ProgressReport {
	readonly #onProgress: ((progress: Progress) => void) | undefined;
	#failure: { readonly cause: unknown } | undefined;
	total: number | undefined;
	attempt = 1;

	constructor(onProgress: ((progress: Progress) => void) | undefined, total: number | undefined) {
		checkFunction(onProgress, "onProgress");
		this.#onProgress = onProgress;
		this.total = total;
	}

	/** @throws FTPAbortError when the caller's function fails, or has failed since the last time */
	report(bytes: number): void {
		try {
			if (this.#failure) throw this.#failure.cause;
			Promise.resolve(this.#onProgress?.({ bytes, total: this.total, attempt: this.attempt })).catch((cause) => {
				this.#failure = { cause };
			});
		} catch (cause) {
			throw callersError(cause, "onProgress");
		}
	}

	finish(bytes: number): void {
		this.total ??= bytes;
		this.report(bytes);
	}
}
