import { FTPClient, type WorkerdFTPClientOptions } from "@isoftp/adapter-workerd";
import type { Mode, Runtime } from "../../hostile/case.ts";
import { cases } from "../../hostile/cases/index.ts";
import { runClient } from "../../hostile/world.ts";

/** The client's half of a case, in here; the server is on the Node side. */
export async function play(
	title: string,
	facts: { readonly mode: Mode; readonly runtime: Runtime; readonly port: number },
): Promise<void> {
	const found = cases.find((one) => one.title === title);
	if (!found) throw new Error(`There is no case "${title}"`);
	await runClient(found, facts, (host, options) => new FTPClient(host, options as WorkerdFTPClientOptions));
}
