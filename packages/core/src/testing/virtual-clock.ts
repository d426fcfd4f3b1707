import type { Clock } from "../client/clock.ts";

interface Timer {
	readonly due: number;
	readonly callback: () => void;
}

/** A Thursday noon: far from midnight, New Year and the change to summer time. */
const START = Date.UTC(2026, 0, 15, 12);

/** Turns of the event loop without any timer of ours before `until()` says that nothing will ever happen. */
const IDLE_TURNS = 20;

/** Kept from before any test replaces it by a fake. */
const realSetTimeout: typeof setTimeout = setTimeout;

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
	#now: number;
	/** In the order in which they are due; those due at the same moment in the order in which they were set. */
	readonly #timers: Timer[] = [];

	constructor(start: number | Date = START) {
		this.#now = Number(start);
	}

	/** How many timers wait. When everything under test is closed it must be 0, or something has leaked. */
	get pending(): number {
		return this.#timers.length;
	}

	now(): number {
		return this.#now;
	}

	after(delay: number, callback: () => void): () => void {
		const timer: Timer = { due: this.#now + Math.max(Number.isNaN(delay) ? 0 : delay, 0), callback };
		const later = this.#timers.findIndex((other) => other.due > timer.due);
		this.#timers.splice(later < 0 ? this.#timers.length : later, 0, timer);
		return () => {
			const index = this.#timers.indexOf(timer);
			if (index >= 0) {
				this.#timers.splice(index, 1);
			}
		};
	}

	/** Lets everything happen that needs no time: one turn of the real event loop, so all promises settle. */
	settle(): Promise<void> {
		return new Promise((resolve) => {
			realSetTimeout(resolve, 0);
		});
	}

	/** Moves on by `milliseconds`: each timer that falls due runs at its own moment, and what it sets off settles before the next. */
	async advance(milliseconds: number): Promise<void> {
		const target = this.#now + milliseconds;
		await this.settle();
		while (this.#runNext(target)) {
			await this.settle();
		}
		this.#now = Math.max(this.#now, target);
		await this.settle();
	}

	/** Moves on just as far as it takes for `promise` to settle, at most `within` milliseconds, and gives its outcome. */
	async until<T>(promise: Promise<T>, within = 3_600_000): Promise<T> {
		const target = this.#now + within;
		let settled = false;
		const done = (): void => {
			settled = true;
		};
		promise.then(done, done);
		for (let idle = 0; !settled && idle < IDLE_TURNS; idle++) {
			await this.settle();
			if (!settled && this.#runNext(target)) {
				idle = 0;
			}
		}
		if (!settled) {
			throw new Error(`The promise did not settle: no timer is due within ${within} ms of virtual time`);
		}
		return promise;
	}

	#runNext(target: number): boolean {
		const [timer] = this.#timers;
		if (timer === undefined || timer.due > target) {
			return false;
		}
		this.#timers.shift();
		this.#now = Math.max(this.#now, timer.due);
		timer.callback();
		return true;
	}
}
