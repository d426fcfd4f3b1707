import { expect, test } from "vitest";
import { fixture, pattern } from "./test-fixture.ts";

const TLS = [{}, { secure: true as const }];
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test.each(TLS)("0 bytes, 1 byte and many, in both directions, %j", async (options) => {
	const { client, server } = await fixture({ client: options });
	for (const size of [0, 1, 65_536, 1_000_000]) {
		await client.upload("f", pattern(size));
		expect(server.files.read("/f")).toEqual(pattern(size));
		expect(await client.download("f")).toEqual(pattern(size));
	}
});

test("every kind of data to upload", async () => {
	const { client, server } = await fixture();
	async function* chunks(): AsyncGenerator<Uint8Array | string> {
		yield "a";
		yield new Uint8Array([98]);
		yield "";
		yield "ç";
	}
	const buffer = new TextEncoder().encode("xxabçxx").buffer;
	for (const data of [
		"abç",
		new TextEncoder().encode("abç"),
		new TextEncoder().encode("abç").buffer,
		new Uint8Array(buffer, 2, 4),
		new Blob(["ab", "ç"]),
		new Response("abç").body as ReadableStream<Uint8Array>,
		chunks(),
	]) {
		const { bytes } = await client.upload("f", data);
		expect(bytes).toBe(4);
		expect(text(server.files.read("/f"))).toBe("abç");
	}
	for (const bad of [42, null, undefined, {}, [1, 2]]) {
		await expect(client.upload("f", bad as unknown as string)).rejects.toMatchObject({ name: "FTPUsageError" });
	}
});

test.each(TLS)("resuming, in both directions, %j", async (options) => {
	const { client, server, network } = await fixture({ client: options });
	server.files.write("/f", "0123456789");
	expect(text(await client.download("f", { offset: 7 }))).toBe("789");
	expect(text(await client.download("f", { offset: 2, length: 3 }))).toBe("234");
	expect(text(await client.download("f", { length: 0 }))).toBe("");
	await client.upload("f", "xyz", { offset: 4 });
	expect(text(server.files.read("/f")).slice(0, 7)).toBe("0123xyz");
	server.files.write("/big", pattern(3_000_000));
	expect(await client.download("big", { offset: 1_000, length: 500_000 })).toEqual(pattern(501_000).subarray(1_000));
	expect(await client.pwd()).toBe("/");
	expect(network.dials.filter((dial) => dial.purpose === "control")).toHaveLength(1);
});

test.each([["offset"], ["length"], ["maxBytes"]])("%s must be a whole number of bytes", async (name) => {
	const { client, sent } = await fixture();
	for (const value of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "5"]) {
		// Which is how to say that there is no limit.
		if (name === "maxBytes" && value === Number.POSITIVE_INFINITY) continue;
		const refused = { name: "FTPUsageError", code: "BAD_ARGUMENT" };
		await expect(client.download("f", { [name]: value as number })).rejects.toMatchObject(refused);
		await expect(client.downloadStream("f", { [name]: value as number })).rejects.toMatchObject(refused);
		if (name !== "offset") continue;
		await expect(client.upload("f", "x", { [name]: value as number })).rejects.toMatchObject(refused);
		await expect(client.uploadStream("f", { [name]: value as number })).rejects.toMatchObject(refused);
	}
	expect(sent()).toEqual([]);
});

test("maxBytes", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", pattern(1_000_000));
	await expect(client.download("f", { maxBytes: 999_999 })).rejects.toMatchObject({
		name: "FTPProtocolError",
		code: "LIMIT_EXCEEDED",
	});
	expect(await client.download("f", { maxBytes: 1_000_000 })).toHaveLength(1_000_000);
});

test("limits.maxBytes: what download() holds, and only that", async () => {
	const { client, server, another } = await fixture({ client: { limits: { maxBytes: 999_999 } } });
	server.files.write("/f", pattern(1_000_000));
	await expect(client.download("f")).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
	await expect(client.download("f", { maxBytes: undefined })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
	for (const maxBytes of [1_000_000, Number.POSITIVE_INFINITY])
		expect(await client.download("f", { maxBytes })).toHaveLength(1_000_000);
	expect(await client.downloadTo({ write: () => undefined }, "f")).toMatchObject({ bytes: 1_000_000 });
	const unlimited = another({ limits: { maxBytes: Number.POSITIVE_INFINITY } });
	await unlimited.connect();
	expect(await unlimited.download("f")).toHaveLength(1_000_000);
});

test("progress, as bytes move and once at the end", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", pattern(1_000_000));
	const seen: { bytes: number; total: number | undefined; attempt: number }[] = [];
	await client.download("f", { onProgress: (progress) => seen.push(progress) });
	expect(seen.length).toBeGreaterThan(2);
	expect(seen.at(-1)).toEqual({ bytes: 1_000_000, total: 1_000_000, attempt: 1 });
	seen.length = 0;
	await client.upload("g", pattern(600_000), { onProgress: (progress) => seen.push(progress) });
	expect(seen[0]?.total).toBe(600_000);
	expect(seen.at(-1)).toEqual({ bytes: 600_000, total: 600_000, attempt: 1 });
	const failing = {
		onProgress: () => {
			throw new Error("a bug of the caller's");
		},
	};
	await expect(client.download("f", failing)).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: { message: "a bug of the caller's" },
	});
	expect(await client.pwd()).toBe("/");
});

test.each(TLS)("aborting in the middle keeps the session, %j", async (options) => {
	const { client, server, network } = await fixture({ client: options });
	server.files.write("/f", pattern(3_000_000));
	const stop = new AbortController();
	const onProgress = ({ bytes }: { bytes: number }): void => {
		if (bytes > 500_000) stop.abort(new Error("no time"));
	};
	await expect(client.download("f", { signal: stop.signal, onProgress })).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: { message: "no time" },
	});
	const up = new AbortController();
	const tooMuch = ({ bytes }: { bytes: number }): void => {
		if (bytes > 500_000) up.abort();
	};
	await expect(client.upload("g", pattern(3_000_000), { signal: up.signal, onProgress: tooMuch })).rejects.toMatchObject({
		name: "FTPAbortError",
	});
	expect(await client.download("f")).toHaveLength(3_000_000);
	expect(network.dials.filter((dial) => dial.purpose === "control")).toHaveLength(1);
});

test("whoever stops his call is told at once, also when the server takes its time to get over it", async () => {
	const quirks = { onTransfer: () => ({ after: 100_000, how: "stall" as const }) };
	const { client, server, clock } = await fixture({ server: { quirks, timeouts: { data: 500 } } });
	server.files.write("/f", pattern(1_000_000));
	const stop = new AbortController();
	const stopped = client.download("f", { signal: stop.signal }).catch((error: unknown) => error);
	await clock.advance(0);
	stop.abort();
	expect(await stopped).toMatchObject({ name: "FTPAbortError" });
	const next = client.pwd();
	await clock.advance(2_000);
	expect(await next).toBe("/");
});

test("aborted before it begins: nothing is sent, and others do not notice", async () => {
	const { client, sent } = await fixture();
	await expect(client.list("", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "FTPAbortError" });
	const stop = new AbortController();
	const first = client.pwd();
	const second = client.list("", { signal: stop.signal });
	const third = client.pwd();
	stop.abort();
	await expect(second).rejects.toMatchObject({ name: "FTPAbortError" });
	expect(await Promise.all([first, third])).toEqual(["/", "/"]);
	expect(sent()).toEqual(["PWD", "PWD"]);
});

test("aborting connect() closes everything", async () => {
	const { client, network, clock } = await fixture({ connect: false });
	network.blackHole("ftp.test");
	const stop = new AbortController();
	const connecting = client.connect({ signal: stop.signal }).catch((error: unknown) => error);
	await clock.advance(100);
	stop.abort();
	expect(await connecting).toMatchObject({ name: "FTPAbortError" });
});

test("nothing ever hangs: a server that cannot be reached, one that is silent, and a transfer that stalls", async () => {
	const unreachable = await fixture({ connect: false });
	unreachable.network.blackHole("ftp.test");
	const connecting = unreachable.client.connect().catch((error: unknown) => error);
	await unreachable.clock.advance(30_000);
	expect(await connecting).toMatchObject({ name: "FTPTimeoutError", code: "CONNECT_TIMEOUT" });

	const silent = await fixture({ server: { onCommand: (verb) => (verb === "PWD" ? [] : undefined) } });
	const waiting = silent.client.pwd().catch((error: unknown) => error);
	await silent.clock.advance(60_000);
	expect(await waiting).toMatchObject({ name: "FTPTimeoutError", waitingFor: "the reply to PWD" });
	expect(silent.client.closed).toBe(true);

	const stalling = await fixture({
		server: { quirks: { onTransfer: () => ({ after: 10, how: "stall" }) }, timeouts: { data: 600_000 } },
	});
	stalling.server.files.write("/f", pattern(1000));
	const stalled = stalling.client.download("f").catch((error: unknown) => error);
	await stalling.clock.advance(60_000);
	expect(await stalled).toMatchObject({ name: "FTPTimeoutError", code: "STALL_TIMEOUT" });
	const after = stalling.client.pwd();
	await stalling.clock.advance(60_000);
	expect(await after.catch((error: unknown) => (error as Error).name)).toMatch(/^(\/|FTPTimeoutError)$/);
});

test("a caller's source that fails is the caller's failure", async () => {
	const { client } = await fixture();
	async function* broken(): AsyncGenerator<Uint8Array> {
		yield pattern(100);
		throw new Error("disk gone");
	}
	await expect(client.upload("f", broken())).rejects.toMatchObject({ name: "FTPAbortError", cause: { message: "disk gone" } });
	expect(await client.pwd()).toBe("/");
});

test("a refused upload lets go of its source", async () => {
	const { client } = await fixture();
	let cancelled: unknown;
	const source = new ReadableStream<Uint8Array>({
		pull: (controller) => controller.enqueue(pattern(10)),
		cancel: (reason) => {
			cancelled = reason;
		},
	});
	await expect(client.upload("no/such/directory/f", source)).rejects.toMatchObject({ name: "FTPReplyError" });
	await new Promise((resolve) => setTimeout(resolve, 0));
	expect(cancelled).toMatchObject({ name: "FTPReplyError" });
});
