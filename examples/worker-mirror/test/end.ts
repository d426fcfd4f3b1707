import { expect } from "vitest";
import type { RunningMirror, Told } from "./start.ts";

/** For what takes as long as the machine has other things to do. */
export const patience: { readonly timeout: number; readonly interval: number } = { timeout: 60_000, interval: 100 };

/** @returns what is told of a mirror when it has come to its end, which is not an error of its own */
export async function endOf(worker: RunningMirror, id: string): Promise<Told> {
	await expect.poll(async () => (await worker.told(id)).status, patience).toMatch(/complete|errored/);
	const told = await worker.told(id);
	expect(told.error).toBeUndefined();
	return told;
}
