import { FTPUsageError } from "../errors/index.ts";
import { type UploadSoFar, whyNotAgain } from "../operations/continued-upload.ts";
import type { RepresentationType } from "../operations/representation-type.ts";
import type { SizeNow } from "../operations/size-now.ts";
import type { Source } from "./data-plan.ts";

/** What does not change from one attempt to the next. */
export type UploadTask = Pick<UploadSoFar, "path" | "type" | "offset" | "isAppended" | "isPrivate" | "mayBeRetried">;

/** An upload over all its attempts: counts what its source has given. */
export class UploadJob implements Source, UploadSoFar {
	readonly path: string;
	readonly type: RepresentationType;
	readonly offset: number;
	readonly isAppended: boolean;
	readonly isPrivate: boolean;
	readonly mayBeRetried: boolean;
	isBegun = false;
	before: SizeNow = "unknown";
	given = 0;
	/** With which of its bytes the attempt begins. */
	base = 0;
	/** How many have been given, from the first one on. */
	position = 0;
	readonly #source: Source;
	/** Grows where the source goes back: what comes later was asked for before that. */
	#round = 0;
	#failure: unknown;
	#reason: string | undefined;

	constructor(source: Source, task: UploadTask) {
		this.#source = source;
		this.path = task.path;
		this.type = task.type;
		this.offset = task.offset;
		this.isAppended = task.isAppended;
		this.isPrivate = task.isPrivate;
		this.mayBeRetried = task.mayBeRetried;
	}

	/** What is there already is the beginning of the same data. */
	expectOwn(size: number = Number.POSITIVE_INFINITY): void {
		this.isBegun = true;
		this.given = size;
	}

	/** @param error what an attempt has failed with */
	whyNot(error: unknown): string | undefined {
		this.#failure = error;
		return this.#reason ?? whyNotAgain(this, this.rewind());
	}

	async read(): Promise<Uint8Array | undefined> {
		// Nothing is read before the server agrees.
		this.isBegun = true;
		const round = this.#round;
		const bytes = await this.#source.read();
		if (bytes && round === this.#round) {
			this.position += bytes.length;
			this.given = Math.max(this.given, this.position);
		}
		return bytes;
	}

	rewind(): boolean {
		return this.goTo(this.base);
	}

	goTo(position: number): boolean {
		const isThere = position === 0 ? this.#source.rewind() : (this.#source.rewindTo?.(position) ?? false);
		if (!isThere) return false;
		this.#round += 1;
		this.base = position;
		this.position = position;
		return true;
	}

	cancel(reason: unknown): void {
		this.#source.cancel(reason);
	}

	giveUp(reason: string): unknown {
		this.#reason = reason;
		return this.#failure ?? new FTPUsageError("BAD_ARGUMENT", `The upload cannot go on: ${reason}`);
	}
}
