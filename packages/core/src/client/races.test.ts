import { expect, test } from "vitest";
import { fixture, pattern } from "./test-fixture.ts";

/** What became of a call, so that it can be looked at later. */
const outcome = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("a connect() from before a close() does not come through", async () => {
	const { client, network, clock } = await fixture({ connect: false });
	const connecting = outcome(client.connect());
	await client.close();
	await clock.advance(10_000);
	expect(await connecting).toMatchObject({ name: "FTPAbortError" });
	expect(network.open.dialled).toBe(0);
	await client.connect();
	const again = outcome(Promise.all([client.close(), outcome(client.connect()), client.close()]));
	await clock.advance(10_000);
	await again;
	expect(network.open.dialled).toBe(0);
});

test("a call made right after connect() waits for it", async () => {
	const { client } = await fixture({ connect: false });
	const [, directory] = await Promise.all([client.connect(), client.pwd()]);
	expect(directory).toBe("/");
});

test("a REST that was stopped does not cut the next transfer", async () => {
	const stop = new AbortController();
	const onCommand = (verb: string, argument: string): undefined => {
		if (verb === "REST" && argument !== "0") stop.abort();
	};
	const { client, server } = await fixture({ server: { onCommand } });
	server.files.write("/f", pattern(1000));
	expect(await outcome(client.download("f", { offset: 100, signal: stop.signal }))).toMatchObject({ name: "FTPAbortError" });
	expect(await client.download("f")).toEqual(pattern(1000));
	await client.upload("f", "new");
	expect(text(server.files.read("/f"))).toBe("new");
});

test("a stop on the way into another directory leaves the session where it was, and is told at once", async () => {
	const stop = new AbortController();
	const onCommand = (verb: string, argument: string): undefined => {
		if (verb === "CWD" && argument === "a b") stop.abort();
	};
	const { client, server } = await fixture({ server: { quirks: { without: ["MLSD", "MLST"] }, onCommand } });
	server.files.write("/a b/x", "1");
	expect(await outcome(client.list("a b", { signal: stop.signal }))).toMatchObject({ name: "FTPAbortError" });
	expect(await client.pwd()).toBe("/");
});

test("a slow MKD that was stopped keeps its own reply", async () => {
	const stop = new AbortController();
	const later = (ms: number): Promise<void> => new Promise((resolve) => fixed.clock.after(ms, resolve));
	const onCommand = async (verb: string): Promise<string[] | undefined> => {
		if (verb === "MKD") {
			await later(1500);
			return ["257 made"];
		}
		if (verb === "PWD") {
			await later(100);
			return ['257 "/"'];
		}
		return undefined;
	};
	const fixed = await fixture({ network: { latency: 10 }, connect: false, server: { onCommand } });
	await fixed.clock.until(fixed.client.connect());
	const making = outcome(fixed.client.mkdir("slow", { signal: stop.signal }));
	await fixed.clock.advance(100);
	stop.abort();
	expect(await making).toMatchObject({ name: "FTPAbortError" });
	expect(await fixed.clock.until(outcome(fixed.client.remove("missing")))).toMatchObject({ code: 550, command: "DELE missing" });
});

test("undefined in the middle of a source is an error, not its end", async () => {
	const { client } = await fixture();
	async function* source(): AsyncGenerator<string> {
		yield "one";
		yield undefined as unknown as string;
		yield "three";
	}
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			controller.enqueue(undefined as unknown as Uint8Array);
			controller.close();
		},
	});
	for (const data of [source(), stream]) await expect(client.upload("u", data)).rejects.toMatchObject({ name: "FTPUsageError" });
	expect(await client.pwd()).toBe("/");
});

test("a fresh session that cannot get to the directory is none", async () => {
	let changes = 0;
	const onCommand = (verb: string): string[] | undefined => (verb === "CWD" && ++changes > 1 ? ["550 gone"] : undefined);
	const { client, server } = await fixture({
		client: { secure: true },
		dialer: { capabilities: { resumeTls: "never" } },
		server: { quirks: { requireSessionReuse: "proftpd" }, onCommand },
	});
	server.files.write("/d/f", "x");
	await client.cd("d");
	await expect(client.download("f")).rejects.toMatchObject({ code: "SESSION_NOT_RESUMED", cause: { code: 550 } });
	expect(client.closed).toBe(true);
});

test("nobody knows where a cd that was stopped has led: no fresh session in a guessed directory", async () => {
	const stop = new AbortController();
	const onCommand = (verb: string): string[] | undefined => {
		if (verb === "CWD") stop.abort();
		return verb === "RETR" ? ["425 TLS session of data connection not resumed"] : undefined;
	};
	const { client, network } = await fixture({ client: { secure: true }, server: { onCommand } });
	await outcome(client.cd("/", { signal: stop.signal }));
	await expect(client.download("f")).rejects.toMatchObject({ code: "SESSION_NOT_RESUMED" });
	expect(network.dials.filter((dial) => dial.purpose === "control")).toHaveLength(1);
});

test("bytes that have come are not asked for again", async () => {
	const onTransfer = (): { after: number; how: "end"; reply: string } => {
		return { after: 1000, how: "end", reply: "522 SSL connection failed: session reuse required" };
	};
	const { client, server, sent } = await fixture({ client: { secure: true }, server: { quirks: { onTransfer } } });
	server.files.write("/f", pattern(5000));
	await expect(client.download("f")).rejects.toMatchObject({ name: "FTPReplyError", code: 522 });
	expect(sent().filter((line) => line.startsWith("RETR"))).toHaveLength(1);
});

test("a file may be named after a TLS error", async () => {
	const onCommand = (verb: string): string[] | undefined =>
		verb === "RETR" ? ["450 session-must-be-resumed.pdf: file is busy"] : undefined;
	const { client } = await fixture({ client: { secure: true }, server: { onCommand } });
	await expect(client.download("session-must-be-resumed.pdf")).rejects.toMatchObject({ name: "FTPReplyError", code: 450 });
});

test("whoever holds a stream has the same time however many wait, and all of it when nobody does", async () => {
	const { client, server, clock } = await fixture({
		client: { timeouts: { stall: 10_000 } },
		server: { timeouts: { data: 600_000 } },
	});
	server.files.write("/big", pattern(3_000_000));
	await client.downloadStream("big");
	const calls: Promise<unknown>[] = [];
	for (let round = 0; round < 5; round++) {
		calls.push(outcome(client.pwd()));
		await clock.advance(4_000);
	}
	expect(await clock.until(Promise.all(calls))).toEqual(["/", "/", "/", "/", "/"]);

	const held = (await client.downloadStream("big")).getReader();
	const stop = new AbortController();
	const waiting = outcome(client.pwd({ signal: stop.signal }));
	stop.abort();
	await waiting;
	await clock.advance(100_000);
	let length = 0;
	for (let chunk = await held.read(); !chunk.done; chunk = await held.read()) length += chunk.value.length;
	expect(length).toBe(3_000_000);
});

test("what the caller's side throws is told at once, as the caller's", async () => {
	const { client } = await fixture();
	const blob = new Blob(["x"]);
	blob.slice = () => {
		throw new Error("the file has changed");
	};
	await expect(client.upload("u", blob)).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: { message: "the file has changed" },
	});
	await client.upload("f", pattern(1000));
	expect(await new Response(await client.downloadStream("f", { length: 0 })).text()).toBe("");
	const seen: number[] = [];
	await client.download("f", { length: 10, onProgress: ({ bytes, total }) => seen.push(bytes, total ?? -1) });
	expect(seen.slice(-2)).toEqual([10, 10]);
});

test("a server that never says 150 may take its time over the data", async () => {
	const { client, server, clock } = await fixture({
		server: { quirks: { preliminaryReply: false }, timeouts: { data: 900_000 } },
	});
	server.files.write("/big", pattern(3_000_000));
	const reader = (await client.downloadStream("big")).getReader();
	let length = 0;
	for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
		length += chunk.value.length;
		await clock.advance(5_000);
	}
	expect(length).toBe(3_000_000);
});

test("a write that was not delivered does not resolve, and abort() does not wait for it", async () => {
	const { client, clock } = await fixture({
		server: { quirks: { onTransfer: () => ({ after: 1000, how: "stall" }) }, timeouts: { data: 900_000 } },
	});
	const writer = (await client.uploadStream("u")).getWriter();
	const writing = outcome(writer.write(pattern(3_000_000)));
	const closed = outcome(writer.closed);
	await clock.advance(1_000);
	const aborting = writer.abort("enough");
	await clock.advance(0);
	expect(await writing).toMatchObject({ name: "FTPAbortError" });
	await aborting;
	await closed;
});

test("a password that the server repeats is masked, wherever and however it does", async () => {
	const answers: Record<string, (password: string) => string[] | undefined> = {
		// In answer to PASS; as the answer to something else; as one more; and as what is no reply at all.
		PASS: (password) => [`530 'PASS ${password}' is wrong`],
		USER: (password) => [`500-USER bob PASS ${password}`, `500 PASS ${password}: unknown`],
		TYPE: (password) => ["200 ok", `500 PASS ${password}`],
		FEAT: (password) => [`PASS ${password}`],
	};
	for (const [verb, answer] of Object.entries(answers)) {
		const events: unknown[] = [];
		let times = 0;
		const onCommand = (command: string): string[] | undefined =>
			command === verb && ++times === 1 ? answer("hunter2") : undefined;
		const { client } = await fixture({
			server: { onCommand },
			client: { onTrace: (event) => events.push(event) },
			connect: false,
		});
		const error = await outcome(client.connect().then(() => client.pwd()));
		if (verb === "PASS") expect(error).toMatchObject({ code: 530, reply: { text: "'PASS ***' is wrong" } });
		const shown = JSON.stringify([error, String(error), events]);
		expect(shown).toContain("***");
		expect(shown).not.toContain("hunter2");
	}
});
