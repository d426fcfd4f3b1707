import { fileURLToPath } from "node:url";
import { listen } from "@isoftp/adapter-node/testing";
import { fileTreeContract, MemoryServer } from "@isoftp/core/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type RunningWorker, startWorker } from "../../../../interop/workerd/worker.ts";

const script = fileURLToPath(new URL("../../../../interop/workerd/inside/r2.ts", import.meta.url));

/** The simulator's bucket, used from inside workerd. It has nothing to do with TLS: one workerd will do. */
describe("R2, from inside workerd", () => {
	let worker: RunningWorker;
	beforeAll(async () => {
		worker = await startWorker({ stack: "new", script, buckets: ["BUCKET"] });
	});
	afterAll(async () => {
		await worker?.stop();
	});

	test.each(fileTreeContract())("$name", async ({ name }) => {
		await worker.call("contract", [name]);
	});

	test("an object is there when it is complete, and not before", async () => {
		await worker.call("writes");
	});
	test("an interrupted upload goes on behind its last part, for the same file only", async () => {
		await worker.call("goesOn");
	});
	test("an object is read from any place on, and never mixed with another one", async () => {
		await worker.call("reads");
	});
	test("lists what is in a folder, however much it is, and tells hashes", async () => {
		await worker.call("lists");
	});
	test("files from a server into the bucket and back", async () => {
		const server = new MemoryServer({ users: { user: "secret" } });
		const running = await listen(server);
		try {
			await worker.call("transfers", [running.port]);
		} finally {
			await running.close();
		}
	});
});
