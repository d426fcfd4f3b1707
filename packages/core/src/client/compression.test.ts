import { expect, test } from "vitest";
import type { MemoryServerOptions } from "../testing/server/options.ts";
import { type Fixture, fixture, pattern, readAll } from "./test-fixture.ts";

/** A server that agrees to MODE Z and sends its files as they are: what is in them is the compressed form. */
async function compressing(secure: boolean, quirks: MemoryServerOptions["quirks"] = {}): Promise<Fixture> {
	return await fixture({
		client: { compression: true, secure },
		server: {
			features: (lines) => [...lines, " MODE Z"],
			onCommand: (command, args) => (command === "MODE" && args === "Z" ? ["200 MODE Z"] : undefined),
			quirks,
		},
	});
}

async function compressed(bytes: Uint8Array): Promise<Uint8Array> {
	return await readAll(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("deflate")));
}

const SECURE = [[false], [true]];

test.each(SECURE)("compressed in both directions (TLS: %s)", async (secure) => {
	const { client, server, sent } = await compressing(secure);
	server.files.write("/f", await compressed(pattern(300_000)));
	expect(await client.download("/f")).toEqual(pattern(300_000));
	await client.upload("/up", pattern(100_000));
	const stored = new Blob([new Uint8Array(server.files.read("/up"))]).stream().pipeThrough(new DecompressionStream("deflate"));
	expect(await readAll(stored)).toEqual(pattern(100_000));
	expect(sent().filter((line) => line.startsWith("MODE"))).toEqual(["MODE Z"]);
});

test.each(SECURE)("what is no compressed file is an error without a wait, and the session goes on (TLS: %s)", async (secure) => {
	const { client, server } = await compressing(secure);
	const whole = await compressed(pattern(300_000));
	server.files.write("/good", whole);
	server.files.write("/plain", pattern(3_000_000));
	// The connection ends as it should: a server that waits for our end of it before it says 226 must not be kept waiting.
	server.files.write("/half", whole.subarray(0, whole.length / 2));
	for (const [path, name, code] of [
		["/plain", "FTPProtocolError", "BAD_VALUE"],
		["/half", "FTPNetworkError", "TRUNCATED"],
	] as const) {
		await expect(client.download(path)).rejects.toMatchObject({ name, code });
		expect(await client.download("/good")).toEqual(pattern(300_000));
		const stream = await client.downloadStream(path);
		await expect(readAll(stream)).rejects.toMatchObject({ name, code });
		expect(await client.download("/good")).toEqual(pattern(300_000));
	}
	expect(server.commands.filter((line) => line.startsWith("USER"))).toHaveLength(1);
});

test.each(SECURE)("a bomb goes no further than maxBytes (TLS: %s)", async (secure) => {
	const { client, server } = await compressing(secure);
	server.files.write("/bomb", await compressed(new Uint8Array(30_000_000)));
	server.files.write("/good", await compressed(pattern(1000)));
	let most = 0;
	await expect(
		client.download("/bomb", {
			maxBytes: 1_000_000,
			onProgress: ({ bytes }) => {
				most = bytes;
			},
		}),
	).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
	expect(most).toBeLessThanOrEqual(1_000_000);
	expect(await client.download("/bomb", { length: 10 })).toEqual(new Uint8Array(10));
	expect(await client.download("/good")).toEqual(pattern(1000));
});

test.each(["end", "reset", "cut"] as const)("a compressed download that ends too early by %s", async (how) => {
	let after = 1000;
	const { client, server } = await compressing(false, { onTransfer: () => ({ after, how, reply: "226 Transfer complete" }) });
	const file = await compressed(crypto.getRandomValues(new Uint8Array(50_000)));
	server.files.write("/f", file);
	await expect(client.download("/f")).rejects.toMatchObject({ name: "FTPNetworkError" });
	after = Number.POSITIVE_INFINITY;
	expect(await client.download("/f")).toHaveLength(50_000);
});

test.each(["reset", "stall"] as const)("a compressed upload that fails by %s", async (how) => {
	let after = 1000;
	const { client, server, clock } = await compressing(false, { onTransfer: () => ({ after, how }) });
	// The server's 426, the reset or the silence: whichever is noticed first.
	const name = expect.stringMatching(/^FTP(?:Reply|Network|Timeout)Error$/);
	const failing = expect(client.upload("/f", crypto.getRandomValues(new Uint8Array(60_000)))).rejects.toMatchObject({ name });
	await clock.advance(70_000);
	await clock.advance(70_000);
	await failing;
	after = Number.POSITIVE_INFINITY;
	if (client.closed) await client.connect();
	await client.upload("/f", "fine");
	expect(server.files.exists("/f")).toBe(true);
});
