import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pattern } from "../../../interop/checks/bytes.ts";
import { stacks } from "../../../interop/workerd/stack.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";

const script = fileURLToPath(new URL("../../../interop/workerd/inside/probe.ts", import.meta.url));

/** Little at first, which a reader gets piece by piece, then more than any buffer holds. */
const FIRST: readonly number[] = [1, 1000, 3000];
const SIZE = 3_000_001;

describe.each(stacks)("bytes that are kept, in workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	let server: Server;
	let port: number;
	beforeAll(async () => {
		worker = await startWorker({ stack, script });
		const bytes = pattern(SIZE);
		server = createServer({ noDelay: true }, (socket) => {
			socket.on("error", () => {});
			const first = [...FIRST];
			let sent = 0;
			// Each byte from the other side asks for the next piece.
			socket.on("data", () => {
				const size = first.shift();
				if (size === undefined) socket.end(bytes.subarray(sent));
				else socket.write(bytes.subarray(sent, sent + size));
				sent += size ?? 0;
			});
		});
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(0, "127.0.0.1", resolve);
		});
		const address = server.address();
		if (address === null || typeof address === "string") throw new Error("The server has no port");
		port = address.port;
	});
	afterAll(async () => {
		await worker?.stop();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});

	test("stay what they were while others come, and hold no more memory than twice their size", async () => {
		const target = { host: "127.0.0.1", port, tls: "never", serverName: "127.0.0.1", purpose: "data" };
		expect(await worker.call("keepAll", [target, FIRST.length])).toEqual({ byteCount: SIZE, isPattern: true, isWasteful: false });
	});
});
