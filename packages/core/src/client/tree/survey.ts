import { tooMuch } from "../../errors/index.ts";
import type { Limits } from "../../limits.ts";
import type { Contents, Frame, Listed } from "./frame.ts";
import type { Side } from "./side.ts";

/** The directories that are still to be looked into, and looking into them: both sides at once, and some directories ahead. */
export class Survey {
	readonly #source: Side;
	readonly #target: Side;
	readonly #limits: Limits;
	/** How many directories are listed before it is their turn. */
	readonly #ahead: number;
	readonly #waiting: Frame[] = [];
	/** Characters of their paths. */
	#length = 0;
	readonly #underWay = new Set<Promise<unknown>>();

	constructor(source: Side, target: Side, limits: Limits, ahead: number) {
		this.#source = source;
		this.#target = target;
		this.#limits = limits;
		this.#ahead = ahead;
	}

	/** Adds directories, to be looked into before all that wait. @throws FTPProtocolError LIMIT_EXCEEDED */
	add(frames: Frame[]): void {
		const { treeDepth, entries, listingBytes } = this.#limits;
		for (const frame of frames.reverse()) {
			if (frame.depth > treeDepth) throw tooMuch("a tree", treeDepth, "directories one in the other (treeDepth)");
			this.#waiting.push(frame);
			this.#length += frame.from.length;
		}
		if (this.#waiting.length > entries) throw tooMuch("a tree", entries, "directories still to be listed (entries)");
		if (this.#length > listingBytes)
			throw tooMuch("a tree", listingBytes, "characters of paths still to be listed (listingBytes)");
	}

	next(): Frame | undefined {
		const frame = this.#waiting.pop();
		if (frame) this.#length -= frame.from.length;
		for (const one of this.#waiting.slice(Math.max(0, this.#waiting.length - this.#ahead))) this.#begin(one);
		return frame;
	}

	/** Whether a directory of the source can be listed; what is in it need not be asked for again. */
	async canList(frame: Frame): Promise<boolean> {
		const { source } = await this.#begin(frame);
		return !("error" in source);
	}

	/** @throws FTPError where there is no point in going on */
	async contents(frame: Frame): Promise<Contents> {
		const contents = await this.#begin(frame);
		frame.contents = undefined;
		return contents;
	}

	/** What is in a directory of the target alone. */
	async listTarget(path: string): Promise<Listed> {
		return await listed(this.#target, path);
	}

	/** When nothing is under way any more. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.#underWay);
	}

	#begin(frame: Frame): Promise<Contents> {
		frame.contents ??= this.#look(frame);
		return frame.contents;
	}

	#look({ from, path, exists }: Frame): Promise<Contents> {
		const nothing: Listed = { found: [] };
		const looks = [listed(this.#source, from), exists ? listed(this.#target, path) : nothing] as const;
		const looking = Promise.all(looks).then(([source, target]) => ({ source, target }));
		// What is looked at ahead may never be wanted.
		const over = Promise.allSettled(looks).finally(() => this.#underWay.delete(over));
		this.#underWay.add(over);
		looking.catch(() => undefined);
		return looking;
	}
}

async function listed(side: Side, path: string): Promise<Listed> {
	try {
		return { found: await side.list(path) };
	} catch (error) {
		if (side.isFatal(error)) throw error;
		return { error };
	}
}
