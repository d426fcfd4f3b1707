import type { Outlook } from "../protocol/facts.ts";

interface Waiting {
	readonly isTransfer: boolean;
	readonly turn: () => void;
	readonly dismiss: (reason: unknown) => void;
}

/** A line of callers: one at a time, in the order they came. */
export class Queue {
	#waiting: Waiting[] = [];
	#isBusy = false;

	/** What waits behind the one whose turn it is. */
	get outlook(): Outlook {
		const [next] = this.#waiting;
		return next ? (next.isTransfer ? "transfer" : "something") : "nothing";
	}

	/** Resolves when it is the caller's turn; `leave()` must follow. Rejects with the reason of `signal` if that comes first. */
	async enter(signal: AbortSignal | undefined, isTransfer: boolean = false): Promise<void> {
		// Not by `throwIfAborted()`, which signals of other libraries may not have.
		if (signal?.aborted) throw signal.reason;
		if (!this.#isBusy) {
			this.#isBusy = true;
			return;
		}
		let abort = (): void => {};
		try {
			await new Promise<void>((turn, dismiss) => {
				const entry: Waiting = { isTransfer, turn, dismiss };
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
