import { callersError } from "../pump.ts";

/** How far a tree has come. */
export interface TreeProgress {
	/** What is being copied. */
	readonly paths: readonly string[];
	/** Of those that are to be copied: what is the same already does not count. */
	readonly files: { readonly done: number; readonly total: number };
	/** Of what is to be copied. Files whose size is not known beforehand count when they come. */
	readonly bytes: { readonly done: number; readonly total: number };
	/** Both trees have been looked through: the totals do not grow any more. */
	readonly isComplete: boolean;
	/** Bytes per second, of late. */
	readonly rate: number;
	/** Seconds left at that rate; undefined as long as nobody can know. */
	readonly secondsLeft: number | undefined;
}

/** Milliseconds between two reports. */
const PAUSE = 100;

/** Milliseconds that the rate is taken over, and those of one of its steps. */
const WINDOW = 10_000;
const STEP = 500;

/** Counts what a run moves, and tells now and then. */
export class ProgressMeter {
	readonly #onProgress: ((progress: TreeProgress) => void) | undefined;
	readonly #now: () => number;
	readonly #paths = new Set<string>();
	readonly #files = { done: 0, total: 0 };
	readonly #bytes = { done: 0, total: 0 };
	/** How many bytes had moved at which time, the oldest first: none is older than the window but the first. */
	readonly #steps: { readonly time: number; readonly moved: number }[] = [];
	/** Bytes that have gone over the line: those of an attempt that failed, too, and not those of an earlier run. */
	#moved = 0;
	#toldAt = Number.NEGATIVE_INFINITY;
	#isComplete = false;
	/** What the caller's function has thrown. */
	#failure: { readonly cause: unknown } | undefined;

	constructor(onProgress: ((progress: TreeProgress) => void) | undefined, now: () => number) {
		this.#onProgress = onProgress;
		this.#now = now;
		this.#steps.push({ time: now(), moved: 0 });
	}

	/** One more is to be copied. */
	plan(size = 0): void {
		this.#files.total += 1;
		this.#bytes.total += size;
	}

	/** No more will be planned. */
	complete(): void {
		this.#isComplete = true;
	}

	/** A file that was planned begins. */
	begin(path: string, planned = 0): FileMeter {
		this.#paths.add(path);
		let inPlace = 0;
		const place = (bytes: number): number => {
			const more = bytes - inPlace;
			this.#bytes.done += more;
			inPlace = bytes;
			return more;
		};
		return {
			found: (bytes) => void place(bytes),
			at: (bytes) => {
				this.#moved += Math.max(0, place(bytes));
				this.#tell(PAUSE);
			},
			end: (isDone) => {
				this.#paths.delete(path);
				if (isDone) {
					this.#files.done += 1;
					this.#bytes.total += inPlace - planned;
				} else place(0);
				this.#tell(PAUSE);
			},
		};
	}

	/** The last report. @throws FTPAbortError when the caller's function fails, or has failed */
	finish(): void {
		this.#tell(0);
	}

	#tell(pause: number): void {
		const now = this.#now();
		this.#step(now);
		if (this.#failure) throw callersError(this.#failure.cause, "onProgress");
		if (!this.#onProgress || now - this.#toldAt < pause) return;
		this.#toldAt = now;
		try {
			Promise.resolve(this.#onProgress(this.#look(now))).catch((cause) => {
				this.#failure = { cause };
			});
		} catch (cause) {
			throw callersError(cause, "onProgress");
		}
	}

	#step(now: number): void {
		const last = this.#steps.at(-1);
		if (!last || now - last.time >= STEP) this.#steps.push({ time: now, moved: this.#moved });
		while ((this.#steps[1]?.time ?? now) < now - WINDOW) this.#steps.shift();
	}

	#look(now: number): TreeProgress {
		const [oldest = { time: now, moved: this.#moved }] = this.#steps;
		const seconds = (now - oldest.time) / 1_000;
		const rate = seconds > 0 ? (this.#moved - oldest.moved) / seconds : 0;
		const left = this.#bytes.total - this.#bytes.done;
		const isKnown = this.#isComplete && (rate > 0 || left === 0);
		return {
			paths: [...this.#paths],
			files: { ...this.#files },
			bytes: { ...this.#bytes },
			isComplete: this.#isComplete,
			rate,
			secondsLeft: isKnown ? left / (rate || 1) : undefined,
		};
	}
}

/** What one file tells the meter. */
export interface FileMeter {
	/** So many bytes were there already. */
	found(bytes: number): void;
	/** So many bytes are there now. @throws FTPAbortError when the caller's function fails */
	at(bytes: number): void;
	/** It is over. @throws FTPAbortError when the caller's function fails */
	end(isDone: boolean): void;
}
