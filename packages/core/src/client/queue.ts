interface Waiting {
	readonly turn: () => void;
	readonly dismiss: (reason: unknown) => void;
}

/** A line of callers: one at a time, in the order they came. */
export class Queue {
	#waiting: Waiting[] = [];
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
		let abort = (): void => {};
		try {
			await new Promise<void>((turn, dismiss) => {
				const entry: Waiting = { turn, dismiss };
				abort = () => {
					this.#waiting = this.#waiting.filter((other) => other !== entry);
					dismiss(signal?.reason);
				};
				signal?.addEventListener("abort", abort, { once: true });
				this.#waiting.push(entry);
			});
		} finally {
			signal?.removeEventListener("abort", abort);
		}
	}

	/** Gives the turn to the next in line. */
	leave(): void {
		const next = this.#waiting.shift();
		if (next) next.turn();
		else this.#isBusy = false;
	}

	/** Sends everybody away who waits. */
	dismiss(reason: unknown): void {
		for (const entry of this.#waiting.splice(0)) entry.dismiss(reason);
	}
}
