import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stacks } from "../../../interop/workerd/stack.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";

const script = fileURLToPath(new URL("../../../interop/workerd/inside/probe.ts", import.meta.url));

describe.each(stacks)("FTPClient in workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	beforeAll(async () => {
		worker = await startWorker({ stack, script });
	});
	afterAll(() => worker?.stop());

	test("is made with a host alone, and dials nothing yet", async () => {
		expect(await worker.call("construct", ["ftp.example.com", {}])).toBe("not closed");
	});

	test.each([
		["tls", { rejectUnauthorized: false }],
		["active", true],
		["proxy", "socks5://127.0.0.1:1080"],
	])("refuses the option %s, by the runtime's name", async (name, value) => {
		await expect(worker.call("construct", ["ftp.example.com", { secure: true, [name]: value }])).rejects.toMatchObject({
			name: "FTPUsageError",
			code: "UNSUPPORTED",
			message: expect.stringContaining(`"${name}" cannot be used on Cloudflare Workers`),
		});
	});

	test.each([[{ port: 0 }], [{ Secure: true }], [{ password: "x" }], [{ size: 3 }], [{ TLS: {} }], [null], ["x"]])(
		"70, 77: refuses options that cannot be right, as on every runtime: %j",
		async (options) => {
			await expect(worker.call("construct", ["ftp.example.com", options])).rejects.toMatchObject({
				name: "FTPUsageError",
				code: "BAD_ARGUMENT",
			});
		},
	);
});
