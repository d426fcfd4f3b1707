import { type Clock, systemClock } from "@isoftp/core";

/** The runtime's clock, which knows how many timers are still set. */
export class CountingClock implements Clock {
	/** Timers that are neither over nor cancelled. */
	pending = 0;

	now(): number {
		return systemClock.now();
	}

	after(delay: number, callback: () => void): () => void {
		let isSet = true;
		const over = (): void => {
			if (isSet) this.pending--;
			isSet = false;
		};
		this.pending++;
		const cancel = systemClock.after(delay, () => {
			over();
			callback();
		});
		return () => {
			over();
			cancel();
		};
	}
}
