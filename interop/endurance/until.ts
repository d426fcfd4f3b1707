import { setTimeout as delay } from "node:timers/promises";
import type { ClientProcess } from "./client-process.ts";

/** Milliseconds between two looks. */
const PAUSE = 3;

/** Looks again and again while a client is at work. @throws Error where it ends before that has come */
export async function until(client: ClientProcess, what: string, isSo: () => Promise<boolean>): Promise<void> {
	while (!(await isSo())) {
		if (client.isOver) {
			await client.report;
			throw new Error(`The client was done before ${what}`);
		}
		await delay(PAUSE);
	}
}
