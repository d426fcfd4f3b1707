import { expect, test } from "vitest";
import type { MemoryServerOptions } from "../testing/server/options.ts";
import type { Progress, UploadOptions } from "./calls.ts";
import { cutting, firstTime, gone } from "./retry-fixture.ts";
import { type Fixture, pattern } from "./test-fixture.ts";

const SIZE = 300_000;
const bytes = pattern(SIZE);

/** What went over the control connection for files, without logins and data connections. */
const transfers = ({ sent }: Fixture): string[] => sent().filter((line) => /^(?:SIZE|REST|STOR|APPE|DELE|RN)/.test(line));
const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

/** Whether the server has stumbled over REST as ProFTPD does, without AllowStoreRestart. */
function refusingRestart(): NonNullable<MemoryServerOptions["onCommand"]> {
	return (command, args, session) => {
		if (command !== "STOR" || session.restartAt === 0) return undefined;
		session.restartAt = 0;
		return [`451 ${args}: Append/Restart not permitted, try again`];
	};
}

test.each([
	["before the first byte", 0],
	["at the first byte", 1],
	["in the middle", 150_000],
	["before the last byte", SIZE - 1],
])("an upload that is cut %s goes on there", async (_, after) => {
	const all = await cutting([gone(after)]);
	const result = await all.clock.until(all.client.upload("/f", bytes));
	expect(result).toMatchObject({ bytes: SIZE, reply: { code: 226 } });
	expect(all.server.files.read("/f")).toEqual(bytes);
	const rest = after === 0 ? [] : [`REST ${after}`];
	expect(transfers(all)).toEqual(["SIZE /f", "STOR /f", "SIZE /f", ...rest, "STOR /f", "SIZE /f"]);
});

test("an upload of which only the last reply was lost sends nothing again", async () => {
	const all = await cutting([], { quirks: { losesReply: firstTime("STOR") } });
	const result = await all.clock.until(all.client.upload("/f", bytes));
	expect(result).toMatchObject({ bytes: SIZE, reply: { code: 226 } });
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all)).toEqual(["SIZE /f", "STOR /f", "SIZE /f", `REST ${SIZE}`, "STOR /f", "SIZE /f"]);
});

test.each([
	["bytes", bytes, {}],
	["a Blob", new Blob([new Uint8Array(bytes)]), {}],
	["bytes, verified", bytes, { verify: "CRC32" }],
	["bytes, verified by size", bytes, { verify: "size" }],
] satisfies [string, Uint8Array | Blob, UploadOptions][])("an upload of %s is cut again and again", async (_, data, options) => {
	const all = await cutting([gone(70_000), gone(70_000), gone(30_000)]);
	const seen: Progress[] = [];
	const onProgress = (progress: Progress): void => void seen.push(progress);
	await all.clock.until(all.client.upload("/f", data, { ...options, onProgress }));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all).filter((line) => line.startsWith("REST"))).toEqual(["REST 70000", "REST 140000", "REST 170000"]);
	expect(seen.at(-1)).toEqual({ bytes: SIZE, total: SIZE, attempt: 4 });
	expect(seen.every(({ bytes: count }) => count <= SIZE)).toBe(true);
});

test.each([
	["there was none", undefined],
	["it had another size", new Uint8Array(5000)],
])("what is at the server is ours: %s before", async (_, before) => {
	const all = await cutting([gone(100_000)]);
	if (before) all.server.files.write("/f", before);
	await all.clock.until(all.client.upload("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all)).toContain("REST 100000");
});

test("a file of the size that was there before may be the one from before: it is written anew", async () => {
	const all = await cutting([gone(100_000)]);
	all.server.files.write("/f", pattern(100_000).reverse());
	await all.clock.until(all.client.upload("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all)).toEqual(["SIZE /f", "STOR /f", "SIZE /f", "STOR /f", "SIZE /f"]);
});

test("more than was sent is somebody else's: it is written anew", async () => {
	let asked = 0;
	const all = await cutting([gone(1000)], {
		onCommand(command, _, session) {
			if (command === "SIZE" && ++asked === 2) session.files.write("/f", pattern(SIZE + 1).reverse());
			return undefined;
		},
	});
	await all.clock.until(all.client.upload("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all)).toEqual(["SIZE /f", "STOR /f", "SIZE /f", "STOR /f", "SIZE /f"]);
});

test.each([
	["without SIZE", { quirks: { without: ["SIZE"] } }, {}],
	["without REST", { quirks: { without: ["REST"] } }, {}],
	["where STOR is refused behind REST", { onCommand: refusingRestart() }, {}],
	["in text mode", {}, { type: "ascii" }],
] as [string, MemoryServerOptions, UploadOptions][])("%s an upload begins anew", async (_, server, options) => {
	const all = await cutting([gone(100_000)], server);
	const text = new TextEncoder().encode("line\n".repeat(30_000));
	const result = await all.clock.until(all.client.upload("/f", text, options));
	expect(result.bytes).toBe(options.type === "ascii" ? 180_000 : text.length);
	expect(all.server.files.read("/f")).toEqual(text);
});

test("a stream that was touched is read only once, and that is said", async () => {
	const all = await cutting([gone(1000)]);
	const error = await all.clock.until(failure(all.client.upload("/f", new Blob([new Uint8Array(bytes)]).stream())));
	const message = expect.stringContaining("It was not tried again: the data of the upload can be read only once.");
	expect(error).toMatchObject({ name: "FTPNetworkError", message });
	expect(transfers(all)).toEqual(["SIZE /f", "STOR /f"]);
});

test("a stream that was not touched is sent by the next attempt", async () => {
	const all = await cutting([], { quirks: { losesReply: firstTime("SIZE") } });
	await all.clock.until(all.client.upload("/f", new Blob([new Uint8Array(bytes)]).stream()));
	expect(all.server.files.read("/f")).toEqual(bytes);
});

test("an upload to an offset goes on behind its own bytes, and keeps what is behind them", async () => {
	const all = await cutting([gone(100_000)]);
	all.server.files.write("/f", pattern(1000));
	await all.clock.until(all.client.upload("/f", bytes, { offset: 500 }));
	expect(all.server.files.read("/f").subarray(0, 500)).toEqual(pattern(500));
	expect(all.server.files.read("/f").subarray(500)).toEqual(bytes);
	expect(transfers(all)).toEqual(["SIZE /f", "REST 500", "STOR /f", "SIZE /f", "REST 100500", "STOR /f", "SIZE /f"]);
});

test("an upload after which bytes are missing is noticed, and goes on", async () => {
	const all = await cutting([gone(1000), { after: 100_000, how: "end", reply: "226 done" }]);
	await all.clock.until(all.client.upload("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all).slice(-3)).toEqual(["REST 101000", "STOR /f", "SIZE /f"]);
});

const start = pattern(1000).reverse();
const whole = new Uint8Array([...start, ...bytes]);

test.each([
	["before the first byte", 0, []],
	["in the middle", 150_000, ["REST 151000"]],
	["before the last byte", SIZE - 1, [`REST ${SIZE + 999}`]],
])("what is appended goes on by REST and STOR, cut %s", async (_, after, rest) => {
	const all = await cutting([gone(after)]);
	all.server.files.write("/f", start);
	await all.clock.until(all.client.append("/f", bytes, { verify: "size" }));
	expect(all.server.files.read("/f")).toEqual(whole);
	const lines = transfers(all).filter((line) => !line.startsWith("SIZE"));
	expect(lines).toEqual(["APPE /f", ...(rest.length > 0 ? rest : ["REST 1000"]), "STOR /f"]);
});

test("what is appended to nothing", async () => {
	const all = await cutting([gone(0), gone(500)]);
	await all.clock.until(all.client.append("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(bytes);
});

test("appended data whose last reply was lost are not appended again", async () => {
	const all = await cutting([], { quirks: { losesReply: firstTime("APPE") } });
	all.server.files.write("/f", start);
	await all.clock.until(all.client.append("/f", bytes));
	expect(all.server.files.read("/f")).toEqual(whole);
});

test.each([
	["nothing of them has arrived: they are appended again", 0, true],
	["some of them have arrived: that is said", 1000, false],
])("data are appended where nothing can be stored in the middle, and %s", async (_, after, isRight) => {
	const all = await cutting([gone(after)], { onCommand: refusingRestart() });
	all.server.files.write("/f", start);
	const error = await all.clock.until(failure(all.client.append("/f", bytes)));
	expect(all.server.files.read("/f")).toEqual(isRight ? whole : whole.subarray(0, 2000));
	const message = expect.stringContaining(
		"the server does not begin in the middle of a file (REST), and a part of the data is there",
	);
	if (!isRight) expect(error).toMatchObject({ name: "FTPNetworkError", message });
});

test("data are not appended again where nobody knows how much has arrived", async () => {
	const all = await cutting([gone(1000)], { quirks: { without: ["SIZE"] } });
	all.server.files.write("/f", start);
	const error = await all.clock.until(failure(all.client.append("/f", bytes)));
	const message = expect.stringContaining(
		"It was not tried again: the server does not tell how long the file was before (SIZE).",
	);
	expect(error).toMatchObject({ name: "FTPNetworkError", message });
	expect(transfers(all).filter((line) => line.startsWith("APPE"))).toHaveLength(1);
});

test("without retry nothing is asked, and nothing is tried again", async () => {
	const all = await cutting([gone(1000)], {}, { retry: false });
	await expect(all.client.upload("/f", bytes)).rejects.toMatchObject({ name: "FTPNetworkError" });
	expect(transfers(all)).toEqual(["STOR /f"]);
});
