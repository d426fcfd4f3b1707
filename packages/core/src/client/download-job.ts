import { type DownloadSoFar, wanted, whyNotContinue } from "../operations/continued-download.ts";
import type { Identity } from "../operations/identify.ts";
import type { RepresentationType } from "../operations/representation-type.ts";
import type { Bytes } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { callersError } from "./pump.ts";
import type { Repetition } from "./retry.ts";

/** What does not change from one attempt to the next. */
export type DownloadTask = Pick<DownloadSoFar, "path" | "type" | "offset" | "length" | "expected" | "mayBeRetried">;

/** A download over all its attempts: counts what its place has taken. */
export class DownloadJob implements Sink, DownloadSoFar {
	readonly path: string;
	readonly type: RepresentationType;
	readonly offset: number;
	readonly length: number | undefined;
	readonly expected: Identity;
	readonly mayBeRetried: boolean;
	known: Identity | undefined;
	count = 0;
	isEnough = false;
	readonly #sink: Sink;
	/** What the place does with the latest bytes. */
	#taken: ReturnType<Sink["write"]>;
	/** What it is still busy with, from an earlier attempt: bytes, or forgetting them. */
	#busy: Promise<void> | undefined;
	#failure: unknown;
	#reason: string | undefined;

	constructor(sink: Sink, task: DownloadTask) {
		this.#sink = sink;
		this.path = task.path;
		this.type = task.type;
		this.offset = task.offset;
		this.length = task.length;
		this.expected = task.expected;
		this.mayBeRetried = task.mayBeRetried;
	}

	get repetition(): Repetition {
		return {
			moved: () => this.count,
			whyNot: (error) => {
				this.#failure = error;
				return this.count === 0 || this.#sink.restart ? undefined : (this.#reason ?? whyNotContinue(this));
			},
		};
	}

	/** How many bytes there will be, where that is known. */
	get total(): number | undefined {
		return wanted(this);
	}

	/** Another attempt begins, perhaps while the place has still to do with the last one. */
	begin(): void {
		if (typeof this.#taken === "object") this.#busy = this.#taken;
	}

	write(bytes: Uint8Array, keep: () => Bytes): ReturnType<Sink["write"]> {
		if (this.isEnough) return "enough";
		const left = (this.length ?? Number.POSITIVE_INFINITY) - this.count;
		const own = bytes.length > left ? bytes.subarray(0, left) : bytes;
		const keepOwn = own === bytes ? keep : (): Bytes => new Uint8Array(own);
		this.count += own.length;
		this.#taken = this.#busy ? this.#later(this.#busy, keepOwn()) : this.#sink.write(own, keepOwn);
		this.isEnough = this.#taken === "enough" || own.length === left;
		return this.#taken ?? (this.isEnough ? "enough" : undefined);
	}

	async #later(busy: Promise<void>, bytes: Bytes): Promise<void> {
		await busy;
		// Unless another attempt has begun meanwhile, which waits for this one.
		if (this.#busy === busy) this.#busy = undefined;
		const taken = this.#sink.write(bytes, () => bytes);
		// Told with the next bytes.
		if (taken === "enough") this.isEnough = true;
		else await taken;
	}

	forget(): boolean {
		if (!this.#sink.restart) return false;
		this.count = 0;
		this.isEnough = false;
		this.#taken = undefined;
		try {
			this.#busy = this.#busy ? this.#busy.then(() => this.#sink.restart?.()) : this.#sink.restart();
		} catch (cause) {
			throw callersError(cause);
		}
		// Whoever writes next, or finishes, is told.
		this.#busy?.catch(() => undefined);
		return true;
	}

	giveUp(reason: string): unknown {
		this.#reason = reason;
		return this.#failure;
	}

	/** The place has everything. */
	async finish(): Promise<void> {
		try {
			await this.#taken;
			await this.#busy;
		} catch (cause) {
			throw callersError(cause);
		}
	}
}
