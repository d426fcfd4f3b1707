import type { FTPError } from "../../errors/index.ts";
import { messageOf } from "../../errors/message-of.ts";
import { callersError } from "../pump.ts";
import type { TreeAction } from "./action.ts";
import { treeError } from "./tree-error.ts";
import type { MirrorOptions, TreeProblem, TreeResult } from "./tree-options.ts";

/** Problems that are kept; more are counted. */
const MOST_PROBLEMS = 10_000;

/** Counts what a run has done, and tells the caller. */
export class Tally {
	copied = 0;
	bytes = 0;
	directories = 0;
	removed = 0;
	skipped = 0;
	/** What the run fails for. */
	failures = 0;
	readonly #problems: TreeProblem[] = [];
	readonly #plan: TreeAction[] | undefined;
	readonly #options: Pick<MirrorOptions, "onAction" | "onProblem">;
	/** What a promise of the caller's functions has failed with. */
	#failure: FTPError | undefined;

	constructor(options: Pick<MirrorOptions, "onAction" | "onProblem" | "dryRun">) {
		this.#options = options;
		this.#plan = options.dryRun ? [] : undefined;
	}

	/** A step that is done. @throws FTPAbortError when the caller's function fails */
	done(action: TreeAction, bytes = 0): void {
		this.#count(action, bytes);
		this.#asked("onAction", () => this.#options.onAction?.(action));
	}

	/** A step that would be. @throws FTPAbortError when the caller's function fails */
	planned(action: TreeAction): void {
		this.#plan?.push(action);
		if (action.type === "problem") this.problem(action);
		else this.#count(action, action.type === "copy" ? (action.entry.size ?? 0) : 0);
	}

	/**
	 * Something could not be done.
	 * @param isHarmless the run does not fail for it
	 * @throws FTPAbortError when the caller's function fails
	 */
	problem({ path, problem, cause }: TreeProblem, isHarmless = false): void {
		const told = { path, problem, ...(cause !== undefined && { cause }) };
		if (this.#asked("onProblem", () => this.#options.onProblem?.(told)) === "ignore") return;
		if (!isHarmless) this.failures += 1;
		if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(told);
	}

	/** What failed for an error. @throws FTPAbortError when the caller's function fails */
	failed(path: string, cause: unknown): void {
		this.problem({ path, problem: messageOf(cause), cause });
	}

	#count({ type }: TreeAction, bytes: number): void {
		if (type === "copy" || type === "link") this.copied += 1;
		else if (type === "makeDirectory") this.directories += 1;
		else if (type === "skip") this.skipped += 1;
		else this.removed += 1;
		this.bytes += bytes;
	}

	/**
	 * What the caller's function says; what it throws is his. One that is async is not waited for, but what it fails with is told with the next
	 * step.
	 */
	#asked<T>(name: string, ask: () => T): T {
		if (this.#failure) throw this.#failure;
		try {
			const said = ask();
			Promise.resolve(said).catch((cause) => {
				this.#failure = callersError(cause, name);
			});
			return said;
		} catch (cause) {
			throw callersError(cause, name);
		}
	}

	/** @throws FTPTreeError where something could not be done, and was not waved through; FTPAbortError when the caller's function has failed */
	result(): TreeResult {
		if (this.#failure) throw this.#failure;
		const { copied, bytes, directories, removed, skipped, failures } = this;
		const counts = { copied, bytes, directories, removed, skipped, problems: this.#problems };
		const result: TreeResult = this.#plan ? { ...counts, plan: this.#plan } : counts;
		// A dry run has done what it was asked for: it tells.
		if (failures > 0 && !this.#plan) throw treeError(result, failures);
		return result;
	}
}
