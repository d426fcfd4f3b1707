import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { stacks } from "../../../interop/workerd/stack.ts";
import { type Behaviour, type Peer, startUpgradePeer } from "../../../interop/workerd/upgrade-peer.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";
import { makeCertificates } from "../../../scripts/certificates.ts";

const certificates = makeCertificates();
const script = fileURLToPath(new URL("../../../interop/workerd/inside/probe.ts", import.meta.url));

/** Handshakes that fail, each in its way. */
const failures: Record<string, Behaviour> = {
	"an unknown authority": { tls: certificates.selfSigned },
	"another name": { tls: certificates.wrongName },
	"an expired certificate": { tls: certificates.expired },
	"something else than TLS": { plain: (socket) => socket.once("data", () => socket.write("500 What is this?\r\n")) },
	"a reset": { plain: (socket) => socket.once("data", () => socket.resetAndDestroy()) },
	"an end": { plain: (socket) => socket.once("data", () => socket.end()) },
};

describe.each(stacks)("startTls in workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	let peer: Peer | undefined;
	beforeAll(async () => {
		worker = await startWorker({ stack, script, ca: certificates.ca });
	});
	afterEach(async () => {
		await peer?.stop();
		peer = undefined;
	});
	afterAll(() => worker?.stop());

	async function steps(behaviour: Behaviour, purpose: "control" | "data", names: readonly string[]): Promise<unknown> {
		peer = await startUpgradePeer(behaviour);
		const target = { host: "localhost", port: peer.port, tls: "later", serverName: "localhost", purpose };
		return worker.call("steps", [target, names, "localhost"]);
	}

	test("goes on over TLS with a server that can be trusted", async () => {
		expect(await steps({ tls: certificates.server }, "control", ["startTls", "write", "read", "end", "read", "read"])).toEqual([
			"startTls: done",
			"write: done",
			'read: "hello"',
			"end: done",
			"read: done",
			"read: done",
		]);
		expect(peer?.secured).toBe(true);
	});

	test("a name that was accepted before is not to blame: another attempt may succeed", async () => {
		peer = await startUpgradePeer({ tls: certificates.server });
		const other = await startUpgradePeer({ plain: (socket) => socket.once("data", () => socket.end()) });
		try {
			const [good, bad] = [peer, other].map(({ port }) => {
				return { host: "localhost", port, tls: "later", serverName: "localhost", purpose: "control" };
			});
			const [first, later] = (await worker.call("causes", [good, bad])) as (string | undefined)[];
			// The old stack tells that the server hung up.
			expect([first === "FTPNetworkError", later]).toEqual([stack === "old", "FTPNetworkError"]);
		} finally {
			await other.stop();
		}
	});

	test("refuses to start it twice", async () => {
		expect(await steps({ tls: certificates.server }, "control", ["startTls", "startTls"])).toEqual([
			"startTls: done",
			"startTls: FTPUsageError BAD_ARGUMENT",
		]);
	});

	describe.each(Object.entries(failures))("%s", (_, behaviour) => {
		// The old stack tells of it only when something is sent or read: docs/decisions/0008-tls-on-workers.md.
		const startTls = stack === "old" ? "startTls: done" : "startTls: FTPTLSError HANDSHAKE_FAILED";

		test("is found when the first command is sent", async () => {
			expect(await steps(behaviour, "control", ["startTls", "write", "read"])).toEqual([
				startTls,
				"write: FTPTLSError HANDSHAKE_FAILED",
				"read: FTPTLSError HANDSHAKE_FAILED",
			]);
		});

		test("is found when a greeting is awaited", async () => {
			expect(await steps(behaviour, "control", ["startTls", "read", "read"])).toEqual([
				startTls,
				"read: FTPTLSError HANDSHAKE_FAILED",
				"read: FTPTLSError HANDSHAKE_FAILED",
			]);
		});

		test("is found when the first bytes of a file are sent", async () => {
			expect(await steps(behaviour, "data", ["startTls", "write"])).toEqual([startTls, "write: FTPTLSError HANDSHAKE_FAILED"]);
		});
	});

	test("an empty file is an end, not a failure", async () => {
		const empty: Behaviour = { tls: certificates.server, secured: (socket) => socket.end() };
		expect(await steps(empty, "data", ["startTls", "read", "read", "end"])).toEqual([
			"startTls: done",
			"read: done",
			"read: done",
			"end: done",
		]);
	});

	test("a connection cut without close_notify looks like one that ended: capabilities.detectsTruncation", async () => {
		const cut: Behaviour = {
			tls: certificates.server,
			secured: (socket, beneath) => socket.write("half", () => beneath.end()),
		};
		expect(await steps(cut, "data", ["startTls", "read", "read"])).toEqual(["startTls: done", 'read: "half"', "read: done"]);
	});

	test("closing ends a read that waits, at once", async () => {
		expect(await steps({ tls: certificates.server }, "control", ["startTls", "read and close", "read", "write", "end"])).toEqual([
			"startTls: done",
			"read and close: FTPNetworkError CONNECTION_LOST",
			"read: FTPNetworkError CONNECTION_LOST",
			"write: FTPNetworkError CONNECTION_LOST",
			"end: FTPNetworkError CONNECTION_LOST",
		]);
	});
});
