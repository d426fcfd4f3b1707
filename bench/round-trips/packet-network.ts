import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { python } from "../lib/programs.ts";
import type { Network } from "./network.ts";

const script: string = fileURLToPath(new URL("packet_delay.py", import.meta.url));

/** Delays packets: real handshakes, acknowledgements and Nagle's algorithm. Only in a network namespace of its own. */
export async function packetNetwork(): Promise<Network> {
	const child = spawn(python(), [script], { stdio: ["pipe", "pipe", "inherit"] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const answer = async (): Promise<string> => {
		const { value, done } = await lines.next();
		if (done) throw new Error("The process that delays packets has ended");
		return value;
	};
	const host = await answer();
	return {
		reach: async () => host,
		async setRoundTrip(milliseconds) {
			child.stdin.write(`${milliseconds}\n`);
			await answer();
		},
		async close() {
			const ended = once(child, "exit");
			child.stdin.end();
			await ended;
		},
	};
}
