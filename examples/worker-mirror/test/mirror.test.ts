import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { type ListeningServer, listen } from "@isoftp/adapter-node/testing";
import { type DataFault, MemoryServer } from "@isoftp/core/testing";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import type { FileMessage } from "../src/shapes.ts";
import { endOf, patience } from "./end.ts";
import { type RunningMirror, startMirror, type Told } from "./start.ts";

const { ca, server: tls } = makeCertificates(["localhost"]);
// Whole mirrors, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

/** More in one directory than a batch of messages holds, and some in directories in directories. */
const IN_ONE = 101;
const FILES = IN_ONE + 6;
const MAX_RETRIES = 1;
/** Each delivery of a message makes two attempts. */
const ATTEMPTS = 2 * (MAX_RETRIES + 1);

/** What is answered to each RETR and MLSD, and how each transfer goes. */
let onRetrieve: (path: string) => string | undefined | Promise<undefined> = () => undefined;
let onList: (path: string) => Promise<void> = async () => {};
let onTransfer: () => DataFault | undefined = () => undefined;
const server = new MemoryServer({
	users: { user: "secret" },
	requireTls: true,
	onCommand: async (command, args) => {
		if (command === "MLSD") await onList(args);
		const answer = command === "RETR" ? await onRetrieve(args) : undefined;
		return answer === undefined ? undefined : [answer];
	},
	quirks: { onTransfer: ({ command }) => (command === "RETR" ? onTransfer() : undefined) },
});

let listening: ListeningServer;
let worker: RunningMirror;

beforeAll(async () => {
	listening = await listen(server, { tls });
	const vars = { FTP_HOST: `ftp://localhost:${listening.port}`, FTP_ROOT: "/pub", FTP_USER: "user", FTP_PASS: "secret" };
	worker = await startMirror({ ...vars, RETRY_SECONDS: 0 }, ca, MAX_RETRIES);
});
beforeEach(() => {
	onRetrieve = () => undefined;
	onList = async () => {};
	onTransfer = () => undefined;
	server.commands.length = 0;
});
afterAll(async () => {
	await worker?.stop();
	await listening?.close();
	expect(server.errors).toEqual([]);
});

const retrieved = (): string[] => server.commands.filter((line) => line.startsWith("RETR "));

function makeFile(path: string, content: string, n = 0): void {
	server.files.write(path, content, { modifiedAt: new Date(Date.UTC(2024, 4, 6, 7, 8, n)) });
}

async function ended(id: string): Promise<Told> {
	return await endOf(worker, id);
}

function random(length: number): Uint8Array {
	return new Uint8Array(randomBytes(length));
}

test("a tree of more than a hundred files arrives byte for byte, with its times; a second run copies nothing", async () => {
	const expected = new Map<string, { bytes: Uint8Array; mtime: string }>();
	for (let n = 0; n < FILES; n += 1) {
		const path = n < IN_ONE ? `many/${n}` : `a/${n % 3}/b c/ü/${n}.bin`;
		const bytes = random((n * 37) % 5_000);
		const modifiedAt = new Date(Date.UTC(2023, 1, 3, 4, 5, n));
		server.files.write(`/pub/tree/${path}`, bytes, { modifiedAt });
		expected.set(`copies/of it/${path}`, { bytes, mtime: String(modifiedAt.getTime() / 1000) });
	}
	const bytes = [...expected.values()].reduce((sum, file) => sum + file.bytes.length, 0);
	const first = await ended(await worker.begin({ path: "tree", prefix: "copies/of it" }));
	expect(first).toMatchObject({ isListed: true, total: FILES, done: FILES, bytes, same: 0, open: 0, failed: 0, failures: [] });
	expect(first).toMatchObject({ directories: { waiting: 0 }, output: { total: FILES, done: FILES, bytes, failed: 0 } });
	expect(await worker.objects("copies/")).toEqual(expected);
	expect(retrieved()).toHaveLength(FILES);

	server.commands.length = 0;
	const second = await ended(await worker.begin({ path: "tree", prefix: "copies/of it" }));
	expect(second).toMatchObject({ total: FILES, done: 0, same: FILES, open: 0, failed: 0 });
	expect(retrieved()).toEqual([]);
});

test("what fails at first is tried again, what is refused is not, and what fails for ever is a dead letter", async () => {
	for (const name of ["good", "late", "never", "refused", "con/x"]) makeFile(`/pub/failing/${name}`, `${name} bytes`);
	const replies = new Map([
		["late", ["451 Not now", "451 Not now"]],
		["refused", Array<string>(100).fill("550 Not for you")],
		["never", Array<string>(100).fill("451 Disk trouble")],
	]);
	onRetrieve = (path) => replies.get(path.split("/").at(-1) ?? "")?.shift();
	const id = await worker.begin({ path: "failing", delete: true });
	await worker.put("failing/extraneous", "stays");
	const told = await ended(id);
	expect(told).toMatchObject({ total: 5, done: 2, failed: 3, open: 0, troubled: [] });
	expect(told.failures).toEqual([
		{ path: "con", reason: expect.stringContaining("its name") },
		{ path: "never", reason: expect.stringContaining("451 Disk trouble") },
		{ path: "refused", reason: expect.stringContaining("550 Not for you") },
	]);
	expect(told.output).toMatchObject({ kept: expect.stringContaining("not everything"), failed: 3 });
	expect([...(await worker.objects("failing/")).keys()].sort()).toEqual(["failing/extraneous", "failing/good", "failing/late"]);
	const counts = Object.groupBy(retrieved(), (line) => line.split("/").at(-1) ?? "");
	expect(counts.late).toHaveLength(3);
	expect(counts.refused).toHaveLength(1);
	expect(counts.never).toHaveLength(ATTEMPTS);
});

test("what fails so far is told while it is tried again", async () => {
	makeFile("/pub/troubled/file", "1");
	const gate = Promise.withResolvers<void>();
	let count = 0;
	onRetrieve = () => (++count <= 2 ? "451 Busy" : gate.promise.then(() => undefined));
	const id = await worker.begin({ path: "troubled" });
	await expect
		.poll(async () => (await worker.told(id)).troubled, patience)
		.toEqual([{ path: "file", reason: expect.stringContaining("Busy") }]);
	expect(await worker.told(id)).toMatchObject({ isListed: true, open: 1, done: 0 });
	gate.resolve();
	expect(await ended(id)).toMatchObject({ done: 1, troubled: [], failures: [] });
});

test("a server that is gone while the Workflow lists, and comes back", async () => {
	makeFile("/pub/gone/a/b/file", "still there");
	const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	onList = async (path) => {
		if (!path.endsWith("/gone/a")) return;
		reached.resolve();
		await gate.promise;
	};
	const id = await worker.begin({ path: "gone" });
	await reached.promise;
	onList = async () => {};
	gate.resolve();
	const { port } = listening;
	await listening.close();
	// In its place one that hangs up: a step makes two attempts, so that with the third there is another step.
	let refused = 0;
	const nobody = createServer((socket) => {
		refused += 1;
		socket.destroy();
	}).listen(port, "127.0.0.1");
	await expect.poll(() => refused, patience).toBeGreaterThanOrEqual(3);
	await expect.poll(async () => (await worker.told(id)).stuck, patience).toContain("FTPNetworkError");
	nobody.close();
	await once(nobody, "close");
	expect(await worker.told(id)).toMatchObject({ status: "running", isListed: false, total: 0 });
	listening = await listen(server, { tls, port });
	expect(await ended(id)).toMatchObject({ total: 1, done: 1, failed: 0, directories: { listed: 3, waiting: 0 }, stuck: null });
	expect((await worker.objects("gone/")).size).toBe(1);
});

test("a file that is replaced by an older one of the same size is copied again", async () => {
	makeFile("/pub/older/file", "new", 30);
	expect(await ended(await worker.begin({ path: "older" }))).toMatchObject({ done: 1 });
	makeFile("/pub/older/file", "old", 0);
	expect(await ended(await worker.begin({ path: "older" }))).toMatchObject({ done: 1, same: 0 });
	expect(Buffer.from((await worker.objects("older/")).get("older/file")?.bytes ?? "").toString()).toBe("old");
});

test("a message that comes twice copies nothing twice, and counts once", async () => {
	makeFile("/pub/twice/a", "a");
	const id = await worker.begin({ path: "twice" });
	expect(await ended(id)).toMatchObject({ total: 1, done: 1, bytes: 1 });
	server.commands.length = 0;
	const message = (name: string): FileMessage => {
		makeFile(`/pub/twice/${name}`, name);
		const entry = { path: name, type: "file", size: name.length, modifiedAt: new Date(Date.UTC(2024, 4, 6, 7, 8, 0)) } as const;
		const action = { type: "copy", path: name, entry, reason: "missing" } as const;
		return { mirror: id, remote: "/pub/twice", prefix: "twice", directory: "", action };
	};
	for (const name of ["a", "a", "bb", "bb", "ccc"]) await worker.send(message(name));
	await expect.poll(async () => await worker.told(id), patience).toMatchObject({ total: 3, done: 3, bytes: 6 });
	expect(retrieved().map((line) => line.split("/").at(-1))).toEqual(["bb", "ccc"]);
});

test("whatever the progress of a mirror is told twice counts once", async () => {
	const progress = await worker.progress(crypto.randomUUID());
	for (let time = 1; time <= 2; time += 1) {
		await progress.add("list", [""]);
		await progress.found({ open: ["a", "b", "c"], same: ["s"], problems: [{ path: "x", reason: "its name" }] });
		await progress.walked("list", "", ["sub"]);
		expect(await progress.next("list", 9)).toEqual(["sub"]);
		await progress.settle([
			{ path: "a", state: "done", bytes: 7 },
			{ path: "b", state: "again", reason: "451" },
			{ path: "c", state: "failed", reason: "550" },
		]);
		expect(await progress.sum()).toMatchObject({
			directories: { listed: 1, waiting: 1 },
			isListed: false,
			total: 5,
			open: 1,
			same: 1,
			done: 1,
			bytes: 7,
			failed: 2,
			failures: [
				{ path: "c", reason: "550" },
				{ path: "x", reason: "its name" },
			],
			troubled: [{ path: "b", reason: "451" }],
		});
	}
	// One of two equal messages becomes a dead letter after the other was done.
	await progress.settle([{ path: "a", state: "failed", reason: "426" }]);
	await progress.settle([{ path: "c", state: "done", bytes: 5 }]);
	expect(await progress.sum()).toMatchObject({ done: 2, bytes: 12, failed: 1, failures: [{ path: "x" }] });
});

test("a large file goes on behind what an earlier message has brought", async () => {
	const bytes = random(12_000_000);
	server.files.write("/pub/large/file", bytes);
	// Cut behind its first part or two: a busy Worker has not read all that was sent. And at once until the message comes again.
	const faults: DataFault[] = [{ after: 11_900_000, how: "cut" }, ...Array<DataFault>(2).fill({ after: 0, how: "cut" })];
	onTransfer = () => faults.shift();
	expect(await ended(await worker.begin({ path: "large" }))).toMatchObject({ done: 1, bytes: bytes.length, failed: 0 });
	expect(server.commands.filter((line) => /^REST (?:5242880|10485760)$/.test(line))).not.toEqual([]);
	const objects = await worker.objects("large/");
	expect([...objects.keys()]).toEqual(["large/file"]);
	expect(Buffer.compare(objects.get("large/file")?.bytes ?? new Uint8Array(), bytes)).toBe(0);
});

test("what is extraneous goes only when that was asked for, and there is something at the server", async () => {
	makeFile("/pub/clear/sub/kept", "kept");
	const extraneous = ["clear/extra", "clear/old/deep/x", "clear/sub/y"];
	for (const key of extraneous) await worker.put(key, "old");
	await worker.put("clearly/not/in/it", "stays");
	expect(await ended(await worker.begin({ path: "clear" }))).toMatchObject({ done: 1, removed: 0 });
	expect((await worker.objects("clear/")).size).toBe(4);
	const told = await ended(await worker.begin({ path: "clear", delete: true }));
	expect(told).toMatchObject({ same: 1, removed: 3, output: { removed: 3 } });
	expect([...(await worker.objects("clear")).keys()]).toEqual(["clear/sub/kept", "clearly/not/in/it"]);
	server.files.remove("/pub/clear/sub/kept");
	const kept = await ended(await worker.begin({ path: "clear", delete: true }));
	expect(kept.output).toMatchObject({ removed: 0, kept: expect.stringContaining("nothing at the server") });
	expect((await worker.objects("clear/")).size).toBe(1);
});

test("a directory that is not there, and paths that are too long, are told", async () => {
	expect(await ended(await worker.begin({ path: "missing" }))).toMatchObject({
		failures: [{ path: "", reason: expect.stringContaining("550") }],
	});
	const long = Array.from({ length: 4 }, (_, n) => String(n).repeat(250)).join("/");
	makeFile(`/pub/long/${long}/name`, "1");
	makeFile(`/pub/long/${long}/${"n".repeat(30)}`, "1");
	makeFile(`/pub/long/${long}/${"d".repeat(30)}/x`, "1");
	const told = await ended(await worker.begin({ path: "long" }));
	expect(told).toMatchObject({ done: 1, failed: 2 });
	expect(told.failures.map(({ path, reason }) => [path.slice(long.length), reason])).toEqual([
		["", expect.stringContaining("too long for keys")],
		[`/${"n".repeat(30)}`, expect.stringContaining("1024 bytes")],
	]);
});

test("who may begin a mirror, and of what", async () => {
	for (const token of ["", "wrong"])
		expect(await worker.ask("GET", "/mirrors/x", undefined, token)).toMatchObject({ status: 401 });
	const wrong = [
		...["../secret", "/etc", "a/../../b", "a\\b", "con", 5].map((path) => ({ path, prefix: "a" })),
		...["", "/", "..", "a//b", "a/", "x".repeat(513), 7].map((prefix) => ({ path: "a", prefix })),
		{ path: "" },
		{ path: "a", delete: "yes" },
		{ path: "a", deleted: true },
		"no JSON",
	];
	for (const body of wrong) {
		expect([body, await worker.ask("POST", "/mirrors", body)]).toEqual([
			body,
			{ status: 400, json: { problem: expect.any(String) } },
		]);
	}
	for (const path of ["/mirrors", "/", "/mirrors/x", `/mirrors/${crypto.randomUUID()}`]) {
		expect(await worker.ask("GET", path)).toMatchObject({ status: 404 });
	}
	expect(server.commands).toEqual([]);
});
