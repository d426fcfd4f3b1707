import { FTPError } from "../../errors/index.ts";
import { messageOf } from "../../errors/message-of.ts";
import type { CallOptions } from "../calls.ts";
import { abortError } from "../driver.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { callersError } from "../pump.ts";
import type { stoppable } from "../stoppable.ts";
import type { TreeAction } from "./action.ts";
import { type CopyAction, copyFile, retryFor, type Shared } from "./copy.ts";
import { makeDirectory, parentOf, removeTarget } from "./directories.ts";
import type { Logbook } from "./journal.ts";
import { Lanes } from "./lanes.ts";
import { ProgressMeter } from "./progress.ts";
import { Reach } from "./reach.ts";
import type { TreeSides } from "./sides.ts";
import type { Tally } from "./tally.ts";
import type { JobStore, MirrorOptions } from "./tree-options.ts";

/** How many steps may wait to be carried out: what is held of a plan, however large the trees. It makes the totals of `onProgress` meaningful. */
export const MOST_WAITING = 10_000;

type MakeDirectory = Extract<TreeAction, { readonly type: "makeDirectory" }>;
type Removal = Extract<TreeAction, { readonly type: "remove" | "removeDirectory" }>;

/** What a run is made of. */
export interface RunParts {
	readonly client: FTPMethods;
	readonly sides: TreeSides;
	readonly options: MirrorOptions;
	readonly stopping: ReturnType<typeof stoppable>;
	readonly tally: Tally;
	readonly logbook: Logbook;
}

/** Carries out a plan while it is being made. */
export class Run {
	readonly #parts: RunParts;
	readonly #call: CallOptions;
	readonly #lanes: Lanes;
	readonly #progress: ProgressMeter;
	readonly #reach: Reach;
	readonly #shared: Shared = {};
	/** Whether the root of the tree that files go into is there. */
	#hasRoot = false;
	/** Directories that are being made. */
	readonly #making = new Map<string, Promise<void>>();
	/** Directories that could not be made, but not what would be in them. */
	readonly #missing = new Set<string>();
	/** Removals that have been told, but nothing after them. */
	#held: Removal[] = [];

	constructor(parts: RunParts) {
		const { client, options, stopping } = parts;
		const { keeper, settings } = insideOf(client);
		this.#parts = parts;
		this.#call = { signal: stopping.signal, retry: retryFor(client, options.retry) };
		const sessions = keeper.size ?? 1;
		this.#lanes = new Lanes(sessions === 1 ? 1 : (options.concurrency ?? sessions), MOST_WAITING);
		this.#progress = new ProgressMeter(options.onProgress, () => settings.clock.now());
		this.#reach = new Reach(client, this.#call.retry === false);
	}

	/** Follows the plan to its end, or to what ends the run; nothing is under way any more then. @throws FTPError what has ended it */
	async follow(plan: AsyncIterable<TreeAction>): Promise<void> {
		const { signal } = this.#parts.stopping;
		try {
			for await (const action of plan) {
				if (!signal.aborted) await this.#guarded(() => this.#take(action));
				if (signal.aborted) break;
			}
			this.#progress.complete();
			await this.#lanes.drained();
			await this.#guarded(() => this.#finish());
		} catch (error) {
			// What was planned before that is right.
			await this.#lanes.drained();
			this.#end(error);
		}
		await this.#lanes.drained();
		if (signal.aborted) throw abortError(signal.reason);
	}

	/** The first one counts. */
	#end(error: unknown): void {
		this.#parts.stopping.stop(error instanceof FTPError ? error : callersError(error, this.#parts.sides.tree.name));
	}

	/** What is thrown here ends the run. */
	async #guarded(work: () => Promise<void>): Promise<void> {
		if (this.#parts.stopping.signal.aborted) return;
		try {
			await work();
		} catch (error) {
			this.#end(error);
		}
	}

	async #take(action: TreeAction): Promise<void> {
		const { tally, options } = this.#parts;
		if (action.type === "problem") return tally.problem(action);
		if (action.type === "skip") return tally.done(action);
		if (action.type === "remove" || action.type === "removeDirectory") {
			this.#held.push(action);
			return;
		}
		// What is extraneous comes at the very end: where something comes after it, it was in the way of that.
		await this.#removeHeld();
		await this.#needRoot();
		if (action.type === "makeDirectory") return await this.#makeDirectory(action);
		if (action.type === "link") return await this.#add(action, () => this.#link(action));
		const { jobs } = options;
		this.#progress.plan(jobs ? 0 : action.entry.size);
		await this.#add(action, () => (jobs ? this.#handOver(action, jobs) : this.#copy(action)));
	}

	/** A tree that has nothing in it may not be there at all: nobody can tell that from its list, so that is not in the plan. */
	async #needRoot(): Promise<void> {
		const { direction, tree } = this.#parts.sides;
		if (direction === "down" && !this.#hasRoot) await tree.makeDirectory("");
		this.#hasRoot = true;
	}

	/** Adds a job that needs the directory that its path is in. */
	async #add({ path }: TreeAction, work: () => Promise<void>, afterwards?: () => void): Promise<void> {
		await this.#lanes.add(async () => {
			await this.#guarded(async () => {
				await this.#making.get(parentOf(path));
				// Where it could not be made, that has been told.
				if (!this.#isMissing(path)) await work();
			});
			afterwards?.();
		});
	}

	#isMissing(path: string): boolean {
		return this.#missing.has(path) || (path !== "" && this.#isMissing(parentOf(path)));
	}

	async #makeDirectory(action: MakeDirectory): Promise<void> {
		const { client, sides, tally } = this.#parts;
		const { path } = action;
		const make = (): Promise<void> => makeDirectory(client, sides, path, this.#call);
		if (path === "") {
			// Everything else waits for the root, and without it there is nothing to be done.
			await make();
			return tally.done(action);
		}
		let settle = (): void => {};
		const made = new Promise<void>((resolve) => {
			settle = resolve;
		});
		this.#making.set(path, made);
		const attempt = async (): Promise<void> => {
			if (await this.#tried(path, make)) tally.done(action);
			else this.#missing.add(path);
		};
		await this.#add(action, attempt, () => {
			this.#making.delete(path);
			settle();
		});
	}

	async #copy(action: CopyAction): Promise<void> {
		const { client, sides, options, tally, logbook, stopping } = this.#parts;
		const { path, entry } = action;
		const { verify, preserveTimes } = options;
		const file = this.#progress.begin(path, entry.size);
		// What the caller's function throws ends the run, and not only this file.
		const onProgress = (bytes: number): void => {
			try {
				file.at(bytes);
			} catch (error) {
				this.#end(error);
			}
		};
		let bytes = 0;
		const isDone = await this.#tried(path, async () => {
			const copying = { ...this.#call, verify, preserveTimes, onProgress, found: file.found };
			({ bytes } = await copyFile(client, sides, action, copying, this.#shared));
		});
		if (isDone) {
			this.#reach.arrived();
			await logbook.note({ ...entry, path });
			tally.done(action, bytes);
		}
		if (!stopping.signal.aborted) file.end(isDone);
	}

	/** Hands a copy to others. */
	async #handOver(action: CopyAction, jobs: JobStore): Promise<void> {
		const { tally, logbook } = this.#parts;
		const file = this.#progress.begin(action.path);
		try {
			await jobs.add(action);
		} catch (cause) {
			throw callersError(cause, "The place that the jobs go to");
		}
		await logbook.note({ ...action.entry, path: action.path });
		tally.done(action);
		file.end(true);
	}

	async #link(action: Extract<TreeAction, { readonly type: "link" }>): Promise<void> {
		const { sides, tally } = this.#parts;
		const { tree, direction } = sides;
		const { path, target } = action;
		// FTP has no command for that.
		if (direction === "up" || !tree.makeLink) return tally.problem({ path, problem: "No symlink can be made there" });
		if (await this.#tried(path, async () => await tree.makeLink?.(path, target))) tally.done(action);
	}

	/**
	 * Does something that may fail without the rest: the run goes on, unless there is no server any more to go on with.
	 * @returns whether it is done
	 */
	async #tried(path: string, work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			if (this.#parts.stopping.signal.aborted) return false;
			if (this.#reach.isOver(error)) throw error;
			this.#parts.tally.failed(path, error);
			return false;
		}
	}

	async #removeHeld(): Promise<void> {
		const held = this.#held;
		if (held.length === 0) return;
		this.#held = [];
		const { client, sides, tally } = this.#parts;
		await this.#lanes.drained();
		for (const action of held) {
			// What is in it goes first.
			if (action.type === "removeDirectory") await this.#lanes.drained();
			await this.#add(action, async () => {
				const remove = (): Promise<void> => removeTarget(client, sides, action, this.#call);
				if (await this.#tried(action.path, remove)) tally.done(action);
			});
		}
		await this.#lanes.drained();
	}

	/** All that was planned is done, but for what is extraneous at the target. */
	async #finish(): Promise<void> {
		const { tally } = this.#parts;
		const count = this.#held.length;
		await this.#needRoot();
		if (tally.failures === 0) await this.#removeHeld();
		else if (count > 0)
			tally.problem({ path: "", problem: `Not everything could be done, so nothing was removed, of ${count} in all` });
		const { timesRefused: cause } = this.#shared;
		if (cause !== undefined) tally.problem({ path: "", problem: `Times are not kept: ${messageOf(cause)}`, cause }, true);
		this.#progress.finish();
	}
}
