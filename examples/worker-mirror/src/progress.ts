import { DurableObject } from "cloudflare:workers";
import type { Env } from "./env.ts";
import { SCHEMA } from "./schema.ts";
import type { Findings, Outcome, Progress, Trouble } from "./shapes.ts";

/** "list": at the server; "clear": in the bucket, for what is extraneous. */
export type Walk = "list" | "clear";

type State = "open" | "same" | "done" | "failed";
type Counter = State | "bytes" | "removed" | "waiting" | "listed";

/** How much of what went wrong is told at once. */
const MOST_TOLD = 100;

/** The event that a Workflow waits for. */
export const SETTLED = "settled";

/**
 * All that is known of one mirror: what is still to be listed, and what has become of each file. Whatever is told twice counts once: messages come
 * more than once, and steps run more than once. What a method does without waiting is one transaction.
 */
export class MirrorProgress extends DurableObject<Env> {
	readonly #sql: SqlStorage;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		this.#sql = ctx.storage.sql;
		this.#sql.exec(SCHEMA);
	}

	/** Directories that are still to be looked into. The newest come first, so that there are never many. */
	next(walk: Walk, most: number): string[] {
		const query = "SELECT path FROM directories WHERE walk = ? AND waiting = 1 ORDER BY rowid DESC LIMIT ?";
		return this.#sql
			.exec<{ path: string }>(query, walk, most)
			.toArray()
			.map(({ path }) => path);
	}

	/** Adds directories that are to be looked into. */
	add(walk: Walk, directories: readonly string[]): void {
		for (const path of directories) {
			const { rowsWritten } = this.#sql.exec("INSERT OR IGNORE INTO directories (walk, path) VALUES (?, ?)", walk, path);
			if (rowsWritten > 0 && walk === "list") this.#count("waiting", 1);
		}
	}

	/** A directory has been looked into, and these are below it. */
	walked(walk: Walk, directory: string, found: readonly string[], removed = 0): void {
		this.add(walk, found);
		const query = "UPDATE directories SET waiting = 0 WHERE walk = ? AND path = ? AND waiting = 1 RETURNING 1";
		const isNew = this.#sql.exec(query, walk, directory).toArray().length > 0;
		if (isNew && walk === "list") {
			this.#count("waiting", -1);
			this.#count("listed", 1);
		}
		this.#count("removed", removed);
	}

	/** How the last step ended: with an error, or not. */
	stepped(stuck: string | null): void {
		this.#sql.exec("INSERT OR REPLACE INTO notes (name, text) VALUES ('stuck', ?)", stuck);
	}

	found({ open, same, problems }: Findings): void {
		for (const path of open) this.#insert(path, "open");
		for (const path of same) this.#insert(path, "same");
		// What could not be looked at once may have been found by then.
		for (const { path, reason } of problems) this.#change({ path, state: "failed", reason });
	}

	/** Which of these were not found at the server. */
	unknown(paths: readonly string[]): string[] {
		return paths.filter((path) => !this.#stateOf(path));
	}

	async settle(outcomes: readonly Outcome[]): Promise<void> {
		for (const outcome of outcomes) {
			if (outcome.state === "again") this.#note(outcome);
			else this.#change(outcome);
		}
		if (this.isSettled()) await this.#tell();
	}

	/** Whether everything has been listed, and nothing is open any more. */
	isSettled(): boolean {
		return this.#read("open") === 0 && this.#read("listed") > 0 && this.#read("waiting") === 0;
	}

	sum(): Progress {
		const [open, same, done] = [this.#read("open"), this.#read("same"), this.#read("done")];
		const [failed, listed, waiting] = [this.#read("failed"), this.#read("listed"), this.#read("waiting")];
		return {
			directories: { listed, waiting },
			isListed: listed > 0 && waiting === 0,
			stuck: this.#sql.exec<{ text: string | null }>("SELECT text FROM notes WHERE name = 'stuck'").toArray()[0]?.text ?? null,
			total: open + same + done + failed,
			done,
			bytes: this.#read("bytes"),
			same,
			open,
			failed,
			removed: this.#read("removed"),
			failures: this.#troubles("failed"),
			troubled: this.#troubles("open"),
		};
	}

	#troubles(state: State): Trouble[] {
		const query = "SELECT path, reason FROM files WHERE state = ? AND reason IS NOT NULL ORDER BY path LIMIT ?";
		return this.#sql.exec<{ path: string; reason: string }>(query, state, MOST_TOLD).toArray();
	}

	#stateOf(path: string): { state: State; bytes: number } | undefined {
		return this.#sql.exec<{ state: State; bytes: number }>("SELECT state, bytes FROM files WHERE path = ?", path).toArray()[0];
	}

	#insert(path: string, state: State): void {
		const { rowsWritten } = this.#sql.exec("INSERT OR IGNORE INTO files (path, state) VALUES (?, ?)", path, state);
		if (rowsWritten > 0) this.#count(state, 1);
	}

	/** What has been copied stays so, whatever becomes of a message that came twice. */
	#change({ path, state, bytes = 0, reason }: Outcome): void {
		const before = this.#stateOf(path);
		if (state === "again" || (before?.state === "done" && state === "failed")) return;
		if (before) this.#count(before.state, -1);
		const query = `INSERT INTO files (path, state, bytes, reason) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET state = excluded.state, bytes = excluded.bytes, reason = coalesce(excluded.reason, reason)`;
		this.#sql.exec(query, path, state, bytes, reason ?? null);
		this.#count(state, 1);
		this.#count("bytes", bytes - (before?.bytes ?? 0));
	}

	/** Why a file is not there yet. */
	#note({ path, reason }: Outcome): void {
		this.#sql.exec("UPDATE files SET reason = ? WHERE path = ? AND state = 'open'", reason ?? null, path);
	}

	#read(name: Counter): number {
		return this.#sql.exec<{ value: number }>("SELECT value FROM counters WHERE name = ?", name).toArray()[0]?.value ?? 0;
	}

	#count(name: Counter, change: number): void {
		if (change === 0) return;
		const query = "INSERT INTO counters VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value";
		this.#sql.exec(query, name, change);
	}

	/** Wakes the Workflow. One that cannot be told looks by itself, later. */
	async #tell(): Promise<void> {
		const { name } = this.ctx.id;
		if (name === undefined) return;
		try {
			const instance = await this.env.MIRRORS.get(name);
			await instance.sendEvent({ type: SETTLED, payload: {} });
		} catch (error) {
			console.warn(`The Workflow ${name} could not be told that all is done`, error);
		}
	}
}
