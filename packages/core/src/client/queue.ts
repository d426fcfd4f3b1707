/** A line of callers: one at a time, in the order they came. */
export class Queue {
	readonly #waiting: (() => void)[] = [];
	#isBusy = false;

	/** Whether anybody waits behind the one whose turn it is. */
	get isContended(): boolean {
		return this.#waiting.length > 0;
	}

	/** Resolves when it is the caller's turn; `leave()` must follow. Rejects with the reason of `signal` if that comes first. */
	async enter(signal: AbortSignal | undefined): Promise<void> {
		signal?.throwIfAborted();
		if (!this.#isBusy) {
			this.#isBusy = true;
			return;
		}
		await new Promise<void>((resolve, reject) => {
			const abort = (): void => {
				this.#waiting.splice(this.#waiting.indexOf(turn), 1);
				reject(signal?.reason);
			};
			const turn = (): void => {
				signal?.removeEventListener("abort", abort);
				resolve();
			};
			signal?.addEventListener("abort", abort, { once: true });
			this.#waiting.push(turn);
		});
	}

	/** Gives the turn to the next in line. */
	leave(): void {
		const next = this.#waiting.shift();
		if (next) next();
		else this.#isBusy = false;
	}
}
