import type { CopyAction, JobStore } from "@isoftp/adapter-workerd";
import { type Env, progressOf } from "./env.ts";
import { below, type FileMessage, type Trouble } from "./shapes.ts";

/** What Queues take at once: 100 messages and 256 KB, with about 100 bytes of their own around each. */
const MOST_MESSAGES = 100;
const MOST_BYTES = 250_000;
const AROUND = 100;

/** What is only noted is told when there is so much of it. */
const MOST_NOTES = 1_000;

/** Takes what a directory is found to have: tells the progress, and puts copies into the queue, many at a time. */
export class Outbox implements JobStore {
	readonly #env: Env;
	readonly #of: Omit<FileMessage, "action">;
	#messages: FileMessage[] = [];
	#bytes = 0;
	#same: string[] = [];
	#problems: Trouble[] = [];

	constructor(env: Env, of: Omit<FileMessage, "action">) {
		this.#env = env;
		this.#of = of;
	}

	async add(action: CopyAction): Promise<void> {
		const message = { ...this.#of, action };
		const bytes = new TextEncoder().encode(JSON.stringify(message)).length + AROUND;
		if (this.#messages.length === MOST_MESSAGES || this.#bytes + bytes > MOST_BYTES) await this.flush();
		this.#messages.push(message);
		this.#bytes += bytes;
	}

	same(path: string): void {
		this.#same.push(this.#pathOf(path));
	}

	problem(path: string, reason: string): void {
		this.#problems.push({ path: this.#pathOf(path), reason });
	}

	/** First it is noted that a file is open, then it is sent: one that is done was always open before. */
	async flush(): Promise<void> {
		const messages = this.#messages;
		this.#messages = [];
		this.#bytes = 0;
		const progress = progressOf(this.#env, this.#of.mirror);
		const problems = this.#problems.splice(0);
		await progress.found({ open: messages.map(({ action }) => this.#pathOf(action.path)), same: [], problems });
		while (this.#same.length > 0) await progress.found({ open: [], same: this.#same.splice(0, MOST_NOTES), problems: [] });
		if (messages.length > 0) await this.#env.FILES.sendBatch(messages.map((body) => ({ body, contentType: "json" })));
	}

	#pathOf(path: string): string {
		return below(this.#of.directory, path);
	}
}
