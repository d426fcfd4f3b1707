import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stacks } from "../../../interop/workerd/stack.ts";
import { type Peer, startUpgradePeer } from "../../../interop/workerd/upgrade-peer.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";
import { makeCertificates } from "../../../scripts/certificates.ts";

const certificates = makeCertificates(["localhost"]);
const script = fileURLToPath(new URL("../../../interop/workerd/inside/probe.ts", import.meta.url));

async function listen(server: Server, host: string): Promise<number> {
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, host, resolve);
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The server has no port");
	return address.port;
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** A port that nobody listens on: one that was free a moment ago. */
async function unusedPort(): Promise<number> {
	const server = createServer();
	const port = await listen(server, "127.0.0.1");
	await close(server);
	return port;
}

describe.each(stacks)("dialling from workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	let peer: Peer;
	beforeAll(async () => {
		worker = await startWorker({ stack, script, ca: certificates.ca });
		peer = await startUpgradePeer({ tls: certificates.server });
	});
	afterAll(async () => {
		await peer?.stop();
		await worker?.stop();
	});

	const to = (port: number, more: object = {}): object => ({
		host: "127.0.0.1",
		port,
		tls: "never",
		serverName: "127.0.0.1",
		purpose: "control",
		...more,
	});

	test("a refused connection is CONNECT_FAILED, with what the runtime said as its cause", async () => {
		const failure = worker.call("dial", [to(await unusedPort())]);
		await expect(failure).rejects.toMatchObject({
			name: "FTPNetworkError",
			code: "CONNECT_FAILED",
			inside: { cause: { message: expect.stringContaining("cannot connect to the specified address") } },
		});
	});

	test("an address that the runtime does not take is CONNECT_FAILED too", async () => {
		await expect(worker.call("dial", [to(peer.port, { host: "two words" })])).rejects.toMatchObject({
			name: "FTPNetworkError",
			code: "CONNECT_FAILED",
			message: expect.stringMatching(/two words:\d+ could not be made by Cloudflare Workers/u),
		});
	});

	test("a numeric IPv6 address is dialled as one", async () => {
		const server = createServer((socket) => socket.destroy());
		try {
			expect(await worker.call("dial", [to(await listen(server, "::1"), { host: "::1" })])).toBe("::1");
		} finally {
			await close(server);
		}
	});

	test.each(["before", "during"])("an abort %s the dial is its outcome, and the reason comes as it was given", async (when) => {
		expect(await worker.call("dialAndAbort", [to(peer.port), when])).toEqual({ why: "a test" });
	});

	test("dialling one name and verifying another is refused before anything is dialled", async () => {
		const before = peer.connections;
		await expect(worker.call("dial", [to(peer.port, { tls: "now", serverName: "localhost" })])).rejects.toMatchObject({
			name: "FTPTLSError",
			code: "UNSUPPORTED",
			message: expect.stringContaining("Cloudflare Workers"),
		});
		expect(peer.connections).toBe(before);
	});

	test("it is refused as well when TLS starts later", async () => {
		const failure = worker.call("steps", [to(peer.port, { tls: "later" }), ["startTls"], "localhost"]);
		expect(await failure).toEqual(["startTls: FTPTLSError UNSUPPORTED"]);
	});

	test("whoever insists may verify another name", async () => {
		const insist = { verifyOtherName: true };
		const taken = ["startTls", "write", "read"];
		expect(await worker.call("steps", [to(peer.port, { tls: "later" }), taken, "localhost", insist])).toEqual([
			"startTls: done",
			"write: done",
			'read: "hello"',
		]);
		const wrong = await worker.call("steps", [to(peer.port, { tls: "later" }), ["startTls", "write"], "elsewhere.test", insist]);
		expect(wrong).toContain("write: FTPTLSError HANDSHAKE_FAILED");
	});
});
