import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep, type WorkflowStepConfig } from "cloudflare:workers";
import { clearDirectory } from "./clear-directory.ts";
import { type Env, newPool, progressOf } from "./env.ts";
import { reasonOf } from "./final.ts";
import { listDirectory } from "./list-directory.ts";
import { SETTLED, type Walk } from "./progress.ts";
import type { MirrorParams, Progress } from "./shapes.ts";

/** What one step looks into: so much that a tree needs few steps, so little that one that is repeated repeats little. */
const MOST_DIRECTORIES = 500;
const MOST_MILLISECONDS = 60_000;

/** How many directories are asked for at once. */
const AT_ONCE = 20;

/** Longer than a message can be in the queue, and then in that of the dead letters: 4 days each, and one more. */
const MOST_HOURS = 9 * 24;

/** What a mirror ends with. */
export interface MirrorOutput extends Pick<Progress, "total" | "done" | "bytes" | "same" | "failed" | "removed"> {
	/** Why nothing was removed, where that was asked for. */
	readonly kept?: string;
}

/** Lists a tree into the queue, waits for what becomes of it, and removes what is extraneous. */
export class MirrorWorkflow extends WorkflowEntrypoint<Env, MirrorParams> {
	override async run(event: Readonly<WorkflowEvent<MirrorParams>>, step: WorkflowStep): Promise<MirrorOutput> {
		const { instanceId: mirror, payload: params } = event;
		await this.#walk(step, mirror, params, "list");
		await this.#settled(step, mirror);
		const kept = params.delete ? await step.do("look what may be removed", () => this.#reasonToKeep(mirror)) : "";
		if (params.delete && kept === "") await this.#walk(step, mirror, params, "clear");
		return await step.do("sum up", async () => {
			const { total, done, bytes, same, failed, removed } = await progressOf(this.env, mirror).sum();
			return { total, done, bytes, same, failed, removed, ...(kept !== "" && { kept }) };
		});
	}

	/** Looks into one directory after the other, as many in each step as there is time for. */
	async #walk(step: WorkflowStep, mirror: string, params: MirrorParams, walk: Walk): Promise<void> {
		// Seconds, then minutes, then hours: a server may be gone for a night.
		const config: WorkflowStepConfig = {
			retries: { limit: 15, delay: this.env.RETRY_SECONDS * 1000, backoff: "exponential" },
			timeout: "15 minutes",
		};
		await step.do(`${walk}: begin`, config, async () => await progressOf(this.env, mirror).add(walk, [""]));
		for (let round = 1, isOver = false; !isOver; round += 1) {
			isOver = await step.do(`${walk}: ${round}`, config, async () => await this.#step(mirror, params, walk));
		}
	}

	/** A step that fails is repeated, for days: whoever looks is to see why. @returns whether there is nothing left to be looked into */
	async #step(mirror: string, params: MirrorParams, walk: Walk): Promise<boolean> {
		const progress = progressOf(this.env, mirror);
		try {
			const isOver = await this.#walkOn(mirror, params, walk);
			await progress.stepped(null);
			return isOver;
		} catch (error) {
			await progress.stepped(reasonOf(error));
			throw error;
		}
	}

	async #walkOn(mirror: string, params: MirrorParams, walk: Walk): Promise<boolean> {
		const progress = progressOf(this.env, mirror);
		const end = Date.now() + MOST_MILLISECONDS;
		await using client = walk === "list" ? newPool(this.env, 1) : undefined;
		await client?.connect();
		for (let count = 0; count < MOST_DIRECTORIES && Date.now() < end; ) {
			const directories = await progress.next(walk, AT_ONCE);
			if (directories.length === 0) return true;
			for (const directory of directories) {
				const { found, removed } = client
					? await listDirectory(client, this.env, { mirror, ...params, directory })
					: await clearDirectory(this.env, mirror, params, directory);
				await progress.walked(walk, directory, found, removed);
			}
			count += directories.length;
		}
		return false;
	}

	/** Waits until each file has been copied, or has failed for good. */
	async #settled(step: WorkflowStep, mirror: string): Promise<void> {
		for (let hour = 1; hour <= MOST_HOURS; hour += 1) {
			if (await step.do(`look ${hour}`, async () => await progressOf(this.env, mirror).isSettled())) return;
			// The event is a short cut: where it was lost, this takes an hour longer.
			await step.waitForEvent(`wait ${hour}`, { type: SETTLED, timeout: "1 hour" }).catch(() => undefined);
		}
	}

	/** What is not known to be extraneous stays. */
	async #reasonToKeep(mirror: string): Promise<string> {
		const { total, open, failed } = await progressOf(this.env, mirror).sum();
		if (failed + open > 0) return "Nothing was removed: not everything could be copied";
		return total === 0 ? "Nothing was removed: there is nothing at the server" : "";
	}
}
