import { expect, test } from "vitest";
import { fixture, pattern, readAll } from "./test-fixture.ts";

const TLS = [{}, { secure: true as const }];

test.each(TLS)("downloadStream gives the whole file, %j", async (options) => {
	const { client, server } = await fixture({ client: options, network: { chunkSize: 1000 } });
	const bytes = pattern(700_000);
	server.files.write("/big", bytes);
	expect(await readAll(await client.downloadStream("big"))).toEqual(bytes);
	server.files.write("/empty", "");
	expect(await readAll(await client.downloadStream("empty"))).toHaveLength(0);
	expect(await client.pwd()).toBe("/");
});

test("downloadStream for a BYOB reader", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", pattern(1000));
	const reader = (await client.downloadStream("f")).getReader({ mode: "byob" });
	let total = 0;
	for (;;) {
		const { done, value } = await reader.read(new Uint8Array(300));
		if (done) break;
		total += value.length;
	}
	expect(total).toBe(1000);
});

test("downloadStream where the runtime's byte streams are slow: whole pieces", async () => {
	const set = await fixture({ dialer: { capabilities: { byteStreams: false } }, network: { chunkSize: 50_000 } });
	const bytes = pattern(2_000_000);
	set.server.files.write("/big", bytes);
	const stream = await set.client.downloadStream("big");
	expect(() => stream.getReader({ mode: "byob" })).toThrow(TypeError);
	const reader = stream.getReader();
	const pieces: Uint8Array[] = [];
	for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
	expect(Math.max(...pieces.map((piece) => piece.length))).toBe(50_000);
	expect(new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer())).toEqual(bytes);
	const stopped = await set.client.downloadStream("big");
	await stopped.cancel();
	expect(await set.client.pwd()).toBe("/");
});

test("downloadStream of nothing is refused by the call, not by the stream", async () => {
	const { client } = await fixture();
	await expect(client.downloadStream("missing")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
});

test.each(TLS)("cancelling a download keeps the session, %j", async (options) => {
	const { client, server, network } = await fixture({ client: options });
	server.files.write("/big", pattern(3_000_000));
	const stream = await client.downloadStream("big");
	const reader = stream.getReader();
	expect((await reader.read()).done).toBe(false);
	await reader.cancel("enough");
	expect(await client.pwd()).toBe("/");
	expect(await client.download("big")).toEqual(pattern(3_000_000));
	expect(network.dials.filter((dial) => dial.purpose === "control")).toHaveLength(1);
});

test("a stream that is not read holds the network back, and lets go when another call has waited for long", async () => {
	const { client, server, clock } = await fixture({
		client: { timeouts: { stall: 10_000 } },
		server: { timeouts: { data: 600_000 } },
	});
	server.files.write("/big", pattern(3_000_000));
	const stream = await client.downloadStream("big");
	await clock.advance(100_000);
	const next = client.pwd();
	await clock.advance(9_000);
	const reader = stream.getReader();
	expect((await reader.read()).done).toBe(false);
	await clock.advance(20_000);
	expect(await next).toBe("/");
	const failure = await (async () => {
		for (;;) if ((await reader.read()).done) return "the end";
	})().catch((error: unknown) => error);
	expect(failure).toMatchObject({ name: "FTPTimeoutError", waitingFor: expect.stringContaining("caller") });
});

test("a download that breaks in the middle fails the stream", async () => {
	const { client, server } = await fixture({ server: { quirks: { onTransfer: () => ({ after: 500_000, how: "reset" }) } } });
	server.files.write("/big", pattern(3_000_000));
	await expect(readAll(await client.downloadStream("big"))).rejects.toBeDefined();
	expect(await client.pwd()).toBe("/");
});

test.each(TLS)("uploadStream, closed when the server has confirmed, %j", async (options) => {
	const { client, server } = await fixture({ client: options });
	const writer = (await client.uploadStream("up")).getWriter();
	const bytes = pattern(500_000);
	for (let at = 0; at < bytes.length; at += 70_000) await writer.write(bytes.slice(at, at + 70_000));
	expect(server.files.exists("/up") && server.files.read("/up").length === bytes.length).toBe(false);
	await writer.close();
	expect(server.files.read("/up")).toEqual(bytes);
	await (await client.uploadStream("empty")).getWriter().close();
	expect(server.files.read("/empty")).toHaveLength(0);
	expect(await client.pwd()).toBe("/");
});

test("uploadStream refused, given up, and fed with something else than bytes", async () => {
	const { client } = await fixture();
	await expect(client.uploadStream("no/such/directory/x")).rejects.toMatchObject({ name: "FTPReplyError" });
	const stream = await client.uploadStream("up");
	const writer = stream.getWriter();
	await writer.write(pattern(10));
	await writer.abort("changed my mind");
	expect(await client.pwd()).toBe("/");
	const other = (await client.uploadStream("up")).getWriter();
	await expect(other.write("text" as unknown as Uint8Array)).rejects.toMatchObject({ name: "FTPUsageError" });
	await other.closed.catch(() => undefined);
	expect(await client.pwd()).toBe("/");
});

test("listStream, to the end and left early", async () => {
	const { client, server } = await fixture();
	for (let number = 0; number < 3000; number++) server.files.write(`/d/file ${number}`, "x");
	const names: string[] = [];
	for await (const entry of client.listStream("d")) names.push(entry.name);
	expect(names).toHaveLength(3000);
	let count = 0;
	for await (const _ of client.listStream("d")) if (++count === 10) break;
	expect(count).toBe(10);
	expect(await client.pwd()).toBe("/");
	await expect(client.listStream("missing").next()).rejects.toMatchObject({ name: "FTPReplyError" });
});
