import { expect, test } from "vitest";
import type { MemoryServerOptions } from "../testing/server/index.ts";
import type { DownloadOptions, Progress } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import type { FTPClientOptions } from "./options.ts";
import { cutting, firstTime, gone } from "./retry-fixture.ts";
import { BytesSink } from "./sinks.ts";
import { type Fixture, pattern, readAll } from "./test-fixture.ts";

const SIZE = 300_000;
const bytes = pattern(SIZE);

type OnCommand = NonNullable<MemoryServerOptions["onCommand"]>;

/** A server with a file, whose transfers go wrong. */
async function withFile(...given: Parameters<typeof cutting>): Promise<Fixture> {
	const all = await cutting(...given);
	all.server.files.write("/f", bytes);
	return all;
}

/** What went over the control connection for files, without logins and data connections. */
const transfers = ({ sent }: Fixture): string[] => sent().filter((line) => /^(?:SIZE|MDTM|REST|RETR)/.test(line));
const ASKED = ["SIZE /f", "MDTM /f"];

/** A place that cannot forget. */
function memory(): { readonly sink: Sink; read(): Uint8Array } {
	const whole = new BytesSink();
	return { sink: { write: (part) => whole.write(part) }, read: () => whole.bytes() };
}

test.each([
	["before the first byte", gone(0), []],
	["at the first byte", gone(1), ["REST 1"]],
	["in the middle", gone(150_000), ["REST 150000"]],
	["before the last byte", gone(SIZE - 1), [`REST ${SIZE - 1}`]],
	["by a reset of the data connection alone", { after: 100_000, how: "reset" } as const, undefined],
	["by the end of the data connection alone, and 426", { after: 100_000, how: "end" } as const, ["REST 100000"]],
	["by an end that the server calls complete", { after: 100_000, how: "end", reply: "226 done" } as const, ["REST 100000"]],
])("a download that is cut %s goes on there", async (_, fault, rest) => {
	const all = await withFile([fault]);
	const place = memory();
	const result = await all.clock.until(all.client.downloadTo(place.sink, "/f"));
	expect(result).toMatchObject({ bytes: SIZE, reply: { code: 226 } });
	expect(place.read()).toEqual(bytes);
	const lines = transfers(all);
	if (rest) expect(lines).toEqual([...ASKED, "RETR /f", ...ASKED, ...rest, "RETR /f"]);
	else expect(lines.filter((line) => line.startsWith("RETR"))).toHaveLength(2);
});

test("a download of which only the last reply was lost is not transferred again", async () => {
	const losesReply = firstTime("RETR");
	const all = await withFile([], { quirks: { losesReply } });
	const place = memory();
	const result = await all.clock.until(all.client.downloadTo(place.sink, "/f", { verify: "CRC32" }));
	expect(result).toEqual({ bytes: SIZE, reply: undefined });
	expect(place.read()).toEqual(bytes);
	expect(transfers(all)).toEqual([...ASKED, "RETR /f", ...ASKED]);
	expect(all.sent().at(-1)).toBe("HASH /f");
});

test.each([
	["binary", {}],
	["of a part", { offset: 1000, length: 200_000 }],
	["verified", { verify: "CRC32" }],
	["of a file that is known", { expect: { size: SIZE } }],
] satisfies [string, DownloadOptions][])("a download, %s, is cut again and again", async (_, options) => {
	const all = await withFile([gone(70_000), gone(70_000), gone(30_000), undefined]);
	const place = memory();
	const seen: Progress[] = [];
	const onProgress = (progress: Progress): void => void seen.push(progress);
	const { offset = 0, length = SIZE }: DownloadOptions = options;
	const result = await all.clock.until(all.client.downloadTo(place.sink, "/f", { ...options, onProgress }));
	expect(result.bytes).toBe(length);
	expect(place.read()).toEqual(bytes.subarray(offset, offset + length));
	const rests = transfers(all).filter((line) => line.startsWith("REST"));
	expect(rests.slice(-3)).toEqual([70_000, 140_000, 170_000].map((count) => `REST ${offset + count}`));
	expect(seen.map((progress) => progress.attempt)).toEqual(seen.map((progress) => progress.attempt).sort());
	expect(seen.at(-1)).toEqual({ bytes: length, total: length, attempt: 4 });
	// It never goes back.
	expect(seen.map((progress) => progress.bytes)).toEqual(seen.map((progress) => progress.bytes).sort((a, b) => a - b));
});

test("a stream goes on where it was", async () => {
	const all = await withFile([gone(1000), gone(100_000)]);
	const stream = await all.client.downloadStream("/f");
	expect(await all.clock.until(readAll(stream))).toEqual(bytes);
	expect(transfers(all).filter((line) => line.startsWith("REST"))).toEqual(["REST 1000", "REST 101000"]);
});

test("a pool goes on where it was, with whichever session", async () => {
	const all = await withFile([gone(100_000), gone(100_000), gone(50_000)]);
	const pool = all.pool({ size: 2 });
	await all.clock.until(pool.connect());
	const place = memory();
	await all.clock.until(pool.downloadTo(place.sink, "/f"));
	expect(place.read()).toEqual(bytes);
	await all.clock.until(pool.upload("/up", bytes, { atomic: true }));
	expect(all.server.files.read("/up")).toEqual(bytes);
	expect(transfers(all).filter((line) => line.startsWith("REST"))).toEqual(["REST 100000", "REST 200000", "REST 250000"]);
});

test("without retry nothing is asked, and nothing is tried again", async () => {
	const all = await withFile([gone(1000)], {}, { retry: false });
	await expect(all.client.download("/f")).rejects.toMatchObject({ name: "FTPNetworkError" });
	expect(transfers(all)).toEqual(["RETR /f"]);
});

test("what the caller knows of the file is not asked", async () => {
	const all = await withFile([]);
	const { modifiedAt } = all.server.files.stat("/f");
	await all.client.download("/f", { expect: { size: SIZE, modifiedAt } });
	expect(transfers(all)).toEqual(["RETR /f"]);
});

// Verified by CRC32: Web Crypto takes time that a virtual clock does not see.

/** The file changes when the session is lost. */
function changing(change: (all: Fixture) => void): { onCommand: OnCommand; arm(all: Fixture): void } {
	let armed: Fixture | undefined;
	let logins = 0;
	return {
		onCommand(command) {
			if (command === "PASS" && armed && ++logins === 1) change(armed);
			return undefined;
		},
		arm(all) {
			armed = all;
		},
	};
}

const other = pattern(SIZE).reverse();
/** The clock begins with a whole second: the server tells that it is later only in milliseconds. */
const later = (all: Fixture): Date => new Date(all.clock.now() + 5);
const CHANGES: [string, (all: Fixture) => void][] = [
	["of the same size", (all) => all.server.files.write("/f", other, { modifiedAt: later(all) })],
	[
		"of another size",
		(all) => all.server.files.write("/f", other.subarray(0, 200_000), { modifiedAt: new Date(all.clock.now()) }),
	],
];

test.each(CHANGES)("nothing is added to the beginning of a file that is another one by now, %s", async (_, change) => {
	const { onCommand, arm } = changing(change);
	const all = await withFile([gone(100_000)], { onCommand });
	arm(all);
	const place = memory();
	const error = await all.clock.until(all.client.downloadTo(place.sink, "/f").catch((error: unknown) => error));
	expect(error).toMatchObject({ name: "FTPProtocolError", code: "CHANGED" });
	expect(place.read()).toEqual(bytes.subarray(0, 100_000));
	expect(transfers(all)).toEqual([...ASKED, "RETR /f", ...ASKED]);
	// The session is as good as before.
	expect(await all.client.pwd()).toBe("/");
});

test.each(CHANGES)("a place that can forget gets the whole of the new file, %s", async (_, change) => {
	const { onCommand, arm } = changing(change);
	const all = await withFile([gone(100_000)], { onCommand });
	arm(all);
	const got = await all.clock.until(all.client.download("/f", { verify: "CRC32" }));
	expect(got).toEqual(all.server.files.read("/f"));
	expect(transfers(all)).toEqual([...ASKED, "RETR /f", ...ASKED, "RETR /f"]);
});

test("a file that has gone is told as the server tells it", async () => {
	const { onCommand, arm } = changing((all) => all.server.files.remove("/f"));
	const all = await withFile([gone(100_000)], { onCommand });
	arm(all);
	const error = await all.clock.until(all.client.downloadTo(memory().sink, "/f").catch((error: unknown) => error));
	expect(error).toMatchObject({ name: "FTPReplyError", code: 550 });
});

const HOPELESS: [string, MemoryServerOptions, FTPClientOptions, DownloadOptions, string][] = [
	[
		"without MDTM",
		{ quirks: { without: ["MDTM"] } },
		{},
		{},
		"the server does not tell when the file was modified (MDTM), and it may have changed",
	],
	["without REST", { quirks: { without: ["REST"] } }, {}, {}, "the server does not begin in the middle of a file (REST)"],
	["in text mode", {}, {}, { type: "ascii" }, "what has come of a text cannot be counted at the server"],
];

test.each(HOPELESS)("%s a download begins anew where its place can forget", async (_, server, client, options) => {
	const all = await withFile([gone(100_000)], server, client);
	const text = new TextEncoder().encode("line\n".repeat(30_000));
	all.server.files.write("/f", text);
	expect(await all.clock.until(all.client.download("/f", options))).toEqual(text);
});

test.each(HOPELESS)(
	"%s a download fails with its reason where its place cannot forget",
	async (_, server, client, options, reason) => {
		const all = await withFile([gone(100_000)], server, client);
		const error = await all.clock.until(all.client.downloadTo(memory().sink, "/f", options).catch((error: unknown) => error));
		expect(error).toMatchObject({
			name: "FTPNetworkError",
			message: expect.stringContaining(`It was not tried again: ${reason}.`),
		});
	},
);

test("without SIZE the time of the file is proof enough", async () => {
	const all = await withFile([gone(100_000)], { quirks: { without: ["SIZE"] } });
	const place = memory();
	await all.clock.until(all.client.downloadTo(place.sink, "/f"));
	expect(place.read()).toEqual(bytes);
	expect(transfers(all).at(-2)).toBe("REST 100000");
});

test("a slow place gets its bytes one after the other, also from the next attempt", async () => {
	const all = await withFile([gone(100_000)]);
	const whole = new BytesSink();
	let writers = 0;
	let most = 0;
	const sink: Sink = {
		async write(part) {
			const own = new Uint8Array(part);
			most = Math.max(most, ++writers);
			await new Promise<void>((resolve) => all.clock.after(90_000, resolve));
			writers -= 1;
			whole.write(own);
		},
	};
	await all.clock.until(all.client.downloadTo(sink, "/f"));
	expect(whole.bytes()).toEqual(bytes);
	expect(most).toBe(1);
});

test.each([
	["fewer", SIZE + 1, `expected ${SIZE + 1} bytes`],
	["more", SIZE - 1, `expected ${SIZE - 1} bytes`],
])("%s bytes than the caller knows the file to have", async (_, size, message) => {
	const all = await withFile([], {}, { retry: false });
	const error = await all.client.download("/f", { expect: { size } }).catch((error: unknown) => error);
	expect(error).toMatchObject({ name: "FTPProtocolError", code: "WRONG_SIZE", message: expect.stringContaining(message) });
	expect(await all.client.pwd()).toBe("/");
});

test("an offset into a file that is another one than expected", async () => {
	const all = await withFile([], {}, { retry: false });
	const { modifiedAt } = all.server.files.stat("/f");
	const expected = { size: SIZE, modifiedAt };
	expect(await all.client.download("/f", { offset: 1000, expect: expected })).toEqual(bytes.subarray(1000));
	for (const wrong of [{ size: SIZE - 1 }, { modifiedAt: new Date(0) }]) {
		const call = all.client.download("/f", { offset: 1000, expect: { ...expected, ...wrong } });
		await expect(call).rejects.toMatchObject({ code: "CHANGED" });
	}
	expect(transfers(all)).toEqual([...ASKED, "REST 1000", "RETR /f", ...ASKED, ...ASKED]);
});
