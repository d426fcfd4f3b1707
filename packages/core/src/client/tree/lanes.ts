/** Runs jobs in the order in which they come, so many at once, and holds back whoever adds more than may wait. */
export class Lanes {
	readonly #most: number;
	readonly #mostWaiting: number;
	readonly #waiting: (() => Promise<void>)[] = [];
	#running = 0;
	#wake: (() => void)[] = [];

	constructor(most: number, mostWaiting: number) {
		this.#most = most;
		this.#mostWaiting = mostWaiting;
	}

	/** Resolves when there is room for another one. @param job never rejects */
	async add(job: () => Promise<void>): Promise<void> {
		this.#waiting.push(job);
		this.#start();
		while (this.#waiting.length > this.#mostWaiting) await this.#change();
	}

	/** Resolves when nothing is under way, and nothing waits. */
	async drained(): Promise<void> {
		while (this.#running > 0 || this.#waiting.length > 0) await this.#change();
	}

	#start(): void {
		while (this.#running < this.#most) {
			const job = this.#waiting.shift();
			if (!job) return;
			this.#running += 1;
			void job().finally(() => {
				this.#running -= 1;
				this.#start();
				const awake = this.#wake;
				this.#wake = [];
				for (const wake of awake) wake();
			});
		}
	}

	#change(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake.push(resolve);
		});
	}
}
