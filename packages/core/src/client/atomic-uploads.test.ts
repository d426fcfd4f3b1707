import { expect, test } from "vitest";
import type { DataFault, MemoryServerOptions } from "../testing/server/options.ts";
import type { UploadOptions } from "./calls.ts";
import { cutting, firstTime, gone } from "./retry-fixture.ts";
import { SmallFTPClient } from "./small-client.ts";
import { type Fixture, fixture, pattern } from "./test-fixture.ts";

const SIZE = 300_000;
const bytes = pattern(SIZE);
const TEMPORARY = /^\.f\.[a-z2-7]{8}\.part$/;

const names = ({ server }: Fixture, directory = "/"): string[] => server.files.list(directory).map(({ name }) => name);
const failure = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
/** What went over the control connection for files; the random name is told as T. */
const transfers = ({ sent }: Fixture): string[] =>
	sent()
		.filter((line) => /^(?:SIZE|REST|STOR|DELE|RN|HASH|MLST)/.test(line))
		.map((line) => line.replace(/\.f\.[a-z2-7]{8}\.part/, "T"));
const RENAMED = ["RNFR /T", "RNTO /f"];

test("an atomic upload has its name when it is complete", async () => {
	let during: string[] = [];
	const all = await cutting([], {
		onCommand(command, _, session) {
			if (command === "RNTO") during = session.files.list("/").map(({ name }) => name);
			return undefined;
		},
	});
	all.server.files.write("/f", "before");
	const result = await all.client.upload("/f", bytes, { atomic: true });
	expect(result).toMatchObject({ bytes: SIZE, reply: { code: 226 } });
	expect(during).toEqual([expect.stringMatching(TEMPORARY), "f"]);
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(names(all)).toEqual(["f"]);
	expect(transfers(all)).toEqual(["STOR /T", "SIZE /T", ...RENAMED]);
});

test("an atomic upload into a directory, by a relative path", async () => {
	const all = await cutting([]);
	all.server.files.mkdir("/in");
	await all.client.upload("in/f", bytes, { atomic: true });
	expect(transfers(all)).toEqual(["STOR in/T", "SIZE in/T", "RNFR in/T", "RNTO in/f"]);
	expect(names(all, "/in")).toEqual(["f"]);
});

test("the temporary name is no longer than a name may be, and no two are the same", async () => {
	const all = await cutting([]);
	const long = `${"ä".repeat(127)}x`;
	const stored = async (): Promise<string> => {
		await all.client.upload(long, "data", { atomic: true });
		return (
			all
				.sent()
				.findLast((line) => line.startsWith("STOR "))
				?.slice(5) ?? ""
		);
	};
	const [first, second] = [await stored(), await stored()];
	expect(new TextEncoder().encode(first).length).toBeGreaterThan(250);
	expect(new TextEncoder().encode(first).length).toBeLessThanOrEqual(255);
	expect(first).not.toBe(second);
	expect(names(all)).toEqual([long]);
});

test.each(["/", "a/", "..", "a/."])("%s is no name of a file", async (path) => {
	const all = await cutting([]);
	await expect(all.client.upload(path, "data", { atomic: true })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	expect(transfers(all)).toEqual([]);
});

test.each([
	[{ atomic: true, append: true }],
	[{ atomic: true, offset: 5 }],
	[{ atomic: true, resume: true }],
	[{ atomic: "t", resume: true, type: "ascii" }],
] as UploadOptions[][])("%j cannot be", async (options) => {
	const all = await cutting([]);
	await expect(all.client.upload("/f", "data", options)).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	expect(transfers(all)).toEqual([]);
});

test("a small client says that it cannot", async () => {
	const all = await fixture();
	const small = new SmallFTPClient("ftp.test", { dialer: all.network.dialer(), clock: all.clock, user: "bob", pass: "hunter2" });
	all.alsoClose(small);
	await small.connect();
	for (const options of [{ atomic: true }, { resume: true }, { atomic: "t" }]) {
		await expect(small.upload("/f", "data", options)).rejects.toMatchObject({ code: "UNSUPPORTED" });
	}
	await expect(small.download("/f", { expect: {} })).rejects.toMatchObject({ code: "UNSUPPORTED" });
});

test.each([
	["refused for want of space", { after: 1000, how: "end", reply: "552 Disk full" }],
	["cut", { after: 1000, how: "reset" }],
	["called complete too early", { after: 1000, how: "end", reply: "226 done" }],
] satisfies [string, DataFault][])("an atomic upload that was %s leaves nothing, and the file from before", async (_, fault) => {
	const all = await cutting([fault], {}, { retry: false });
	all.server.files.write("/f", "before");
	const error = await all.clock.until(failure(all.client.upload("/f", bytes, { atomic: true })));
	expect(error).toMatchObject({ name: expect.stringMatching(/^FTP(?:Reply|Network|Protocol)Error$/) });
	expect(names(all)).toEqual(["f"]);
	expect(all.server.files.text("/f")).toBe("before");
	expect(transfers(all).at(-1)).toBe("DELE /T");
	expect(await all.client.pwd()).toBe("/");
});

test("a file of another hash is not given its name", async () => {
	const all = await cutting([], {
		onCommand(command, args, session) {
			if (command === "HASH") session.files.write(args, pattern(SIZE).reverse());
			return undefined;
		},
	});
	const error = await failure(all.client.upload("/f", bytes, { atomic: true, verify: "CRC32" }));
	expect(error).toMatchObject({ name: "FTPProtocolError", code: "WRONG_HASH" });
	expect(names(all)).toEqual([]);
	expect(transfers(all)).toEqual(["STOR /T", "HASH /T", "DELE /T"]);
});

test("a stream that is aborted leaves nothing", async () => {
	const all = await cutting([]);
	const writer = (await all.client.uploadStream("/f", { atomic: true })).getWriter();
	await writer.write(bytes);
	expect(names(all)).toEqual([expect.stringMatching(TEMPORARY)]);
	await all.clock.until(writer.abort("enough"));
	expect(names(all)).toEqual([]);
	expect(await all.client.pwd()).toBe("/");
});

test("a stream that is closed has its name", async () => {
	const all = await cutting([]);
	const writer = (await all.client.uploadStream("/f", { atomic: true })).getWriter();
	await writer.write(bytes);
	await writer.close();
	expect(names(all)).toEqual(["f"]);
});

test("an upload by the signal of its caller that is stopped leaves nothing", async () => {
	const all = await cutting([{ after: 1000, how: "stall" }]);
	const stop = new AbortController();
	const failing = failure(all.client.upload("/f", bytes, { atomic: true, signal: stop.signal }));
	await all.clock.advance(10);
	stop.abort();
	expect(await all.clock.until(failing)).toMatchObject({ name: "FTPAbortError" });
	expect(names(all)).toEqual([]);
});

test("an atomic upload is cut again and again", async () => {
	const all = await cutting([gone(0), gone(100_000), gone(100_000)]);
	all.server.files.write("/f", "before");
	await all.clock.until(all.client.upload("/f", bytes, { atomic: true, verify: "CRC32" }));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(names(all)).toEqual(["f"]);
	// What is there under a name that nobody else has need not be asked for beforehand.
	expect(transfers(all)).toEqual([
		"STOR /T",
		...["SIZE /T", "STOR /T"],
		...["SIZE /T", "REST 100000", "STOR /T"],
		...["SIZE /T", "REST 200000", "STOR /T"],
		...["HASH /T", "SIZE /T", ...RENAMED],
	]);
});

test("attempts that run out leave nothing where the server is still there", async () => {
	const all = await cutting([gone(1000), gone(1000), gone(1000)], {}, { retry: { attempts: 3, backoff: 0 } });
	const error = await all.clock.until(failure(all.client.upload("/f", bytes, { atomic: true })));
	expect(error).toMatchObject({ name: "FTPNetworkError", message: expect.stringContaining("Tried 3 times.") });
	expect(names(all)).toEqual([]);
	expect(transfers(all).at(-1)).toBe("DELE /T");
});

test("a server that is gone for good costs no more than its time, and the first error is told", async () => {
	const all = await cutting([gone(1000)], {}, { retry: { attempts: 2, backoff: 5000 } });
	const failing = failure(all.client.upload("/f", bytes, { atomic: true }));
	all.network.blackHole("ftp.test", 21);
	const before = all.clock.now();
	expect(await all.clock.until(failing)).toMatchObject({
		name: "FTPTimeoutError",
		waitingFor: expect.stringContaining("ftp.test"),
	});
	// The wait, the attempt, and what is left for the temporary file.
	expect(all.clock.now() - before).toBeLessThanOrEqual(5000 + 30_000 + 10_000);
});

test.each([
	["RNTO is carried out, and its reply lost", { quirks: { losesReply: firstTime("RNTO") } }, 1],
	["RNFR is carried out, and its reply lost", { quirks: { losesReply: firstTime("RNFR") } }, 2],
	["the size is asked", { quirks: { losesReply: firstTime("SIZE") } }, 1],
] satisfies [string, MemoryServerOptions, number][])("the session is lost when %s", async (_, server, renames) => {
	const all = await cutting([], server);
	await all.clock.until(all.client.upload("/f", bytes, { atomic: true }));
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(names(all)).toEqual(["f"]);
	expect(transfers(all).filter((line) => line.startsWith("RNFR"))).toHaveLength(renames);
});

test("a text has no size to compare, and its rename is looked for all the same", async () => {
	const all = await cutting([], { quirks: { losesReply: firstTime("RNTO") } });
	await all.clock.until(all.client.upload("/f", "a\nb\n", { atomic: true, type: "ascii" }));
	expect(all.server.files.text("/f")).toBe("a\nb\n");
	expect(transfers(all).filter((line) => line.startsWith("SIZE") || line.startsWith("RNTO"))).toEqual(["RNTO /f", "SIZE /T"]);
});

/** A server that renames nothing onto what is there. */
function careful(code: number): NonNullable<MemoryServerOptions["onCommand"]> {
	return (command, args, session) =>
		command === "RNTO" && session.files.exists(args) ? [`${code} Cannot create a file when that file already exists`] : undefined;
}

test.each([550, 553])("a server that answers %i where a file has the name has it removed first", async (code) => {
	const all = await cutting([], { onCommand: careful(code) });
	all.server.files.write("/f", "before");
	await all.client.upload("/f", bytes, { atomic: true });
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(names(all)).toEqual(["f"]);
	expect(transfers(all)).toEqual(["STOR /T", "SIZE /T", ...RENAMED, "DELE /f", ...RENAMED]);
});

test("where nothing can be removed, the server's refusal to rename is told", async () => {
	const onCommand = (command: string): string[] | undefined =>
		command === "RNTO" ? ["553 Not you"] : command === "DELE" && isTarget ? ["550 Nor that"] : undefined;
	let isTarget = true;
	const all = await cutting([], {
		onCommand(command, args) {
			isTarget = args === "/f";
			return onCommand(command);
		},
	});
	all.server.files.write("/f", "before");
	const error = await failure(all.client.upload("/f", bytes, { atomic: true }));
	expect(error).toMatchObject({ name: "FTPReplyError", code: 553, command: "RNTO /f" });
	expect(all.server.files.text("/f")).toBe("before");
	expect(names(all)).toEqual(["f"]);
});

test("the only copy of a file is kept", async () => {
	const onCommand = (command: string): string[] | undefined => (command === "RNTO" ? ["553 Not you"] : undefined);
	const all = await cutting([], { onCommand });
	all.server.files.write("/f", "before");
	const error = await failure(all.client.upload("/f", bytes, { atomic: true }));
	expect(error).toMatchObject({ name: "FTPReplyError", code: 553 });
	expect(names(all)).toEqual([expect.stringMatching(TEMPORARY)]);
	expect(all.server.files.read(`/${names(all)[0]}`)).toEqual(bytes);
});

test.each([
	["the beginning of the data", 100_000, ["SIZE /t", "REST 100000", "STOR /t", "SIZE /t"]],
	["all of the data", SIZE, ["SIZE /t", `REST ${SIZE}`, "STOR /t", "SIZE /t"]],
	["nothing", undefined, ["SIZE /t", "STOR /t", "SIZE /t"]],
	["more than the data", SIZE + 1, ["SIZE /t", "STOR /t", "SIZE /t"]],
])("an upload is resumed where %s is there", async (_, there, lines) => {
	const all = await cutting([], {}, { retry: false });
	if (there !== undefined) all.server.files.write("/t", pattern(there));
	const result = await all.client.upload("/f", bytes, { atomic: "/t", resume: true });
	expect(result.bytes).toBe(SIZE);
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(transfers(all)).toEqual([...lines, "RNFR /t", "RNTO /f"]);
});

test("an upload that was resumed onto other data is found out by its hash", async () => {
	const all = await cutting([]);
	all.server.files.write("/t", pattern(100_000).reverse());
	const error = await failure(all.client.upload("/f", bytes, { atomic: "/t", resume: true, verify: "CRC32" }));
	expect(error).toMatchObject({ code: "WRONG_HASH" });
	expect(names(all)).toEqual(["t"]);
});

test("what an upload has left that is to be resumed stays there", async () => {
	const all = await cutting([{ after: 100_000, how: "reset" }], {}, { retry: false });
	await all.clock.until(failure(all.client.upload("/f", bytes, { atomic: "/t", resume: true })));
	expect(names(all)).toEqual(["t"]);
	await all.client.upload("/f", bytes, { atomic: "/t", resume: true });
	expect(all.server.files.read("/f")).toEqual(bytes);
	expect(names(all)).toEqual(["f"]);
});
