import { once } from "node:events";
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FTPPool, type Progress } from "@isoftp/core";
import { type Answer, type DataFault, MemoryServer, type MemoryServerOptions, type ServerSession } from "@isoftp/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { FTPClient, type NodeDownloadOptions, FTPPool as NodePool } from "./index.ts";
import { bytes, folder } from "./test-support/folder.ts";
import { otherProcess } from "./test-support/other-process.ts";
import { listen } from "./testing/index.ts";

const all = bytes(1_000_000);
const cutOff = { name: "FTPProtocolError", code: "WRONG_SIZE" };
const usage = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

interface Site {
	readonly server: MemoryServer;
	readonly port: number;
	readonly dir: string;
	/** From now on transfers end after so many bytes, whatever the server says of it; without they are whole. */
	cut(after?: number, reply?: string): void;
	client(): Promise<FTPClient>;
	/** The commands of downloads since it was asked last. */
	commands(): string[];
}

async function site(options: MemoryServerOptions = {}): Promise<Site> {
	let after: number | undefined;
	let reply = "";
	const onTransfer = (): DataFault | undefined => (after === undefined ? undefined : { after, how: "end", reply });
	const server = new MemoryServer({ ...options, quirks: { ...options.quirks, onTransfer } });
	const { port, close } = await listen(server, { host: "localhost" });
	onTestFinished(close);
	server.files.write("/f", all);
	let seen = 0;
	return {
		server,
		port,
		dir: folder(),
		cut(count, word = "226 That was all") {
			after = count;
			reply = word;
		},
		async client() {
			const client = new FTPClient("localhost", { port });
			onTestFinished(() => client.close());
			await client.connect();
			return client;
		},
		commands() {
			const commands = server.commands.slice(seen).filter((command) => /^(?:REST|RETR|SIZE|MDTM)/.test(command));
			seen = server.commands.length;
			return commands;
		},
	};
}

test("a download that broke off is continued by the next one, which counts what was there", async () => {
	const { dir, cut, client: connected, commands } = await site();
	const place = join(dir, "f");
	writeFileSync(place, "old");
	cut(400_000);
	const client = await connected();
	await expect(client.downloadTo(place, "f", { resume: true })).rejects.toMatchObject(cutOff);
	expect(readFileSync(place, "utf8")).toBe("old");
	const [part = ""] = readdirSync(dir).filter((name) => name !== "f");
	expect(part).toMatch(/^\.f\.[\da-f]{16}\.part$/);
	const had = statSync(join(dir, part)).size;
	expect(had).toBe(400_000);
	expect(commands()).toEqual(["SIZE f", "MDTM f", "RETR f"]);
	cut();
	const seen: Progress[] = [];
	// In another session, as after a restart.
	const next = await connected();
	const result = await next.downloadTo(place, "f", {
		resume: true,
		verify: true,
		fsync: true,
		onProgress: (one) => void seen.push(one),
	});
	expect(result.bytes).toBe(all.length - had);
	expect(commands()).toContain(`REST ${had}`);
	expect(seen[0]?.bytes).toBeGreaterThan(had);
	expect(seen.at(-1)).toMatchObject({ bytes: all.length, total: all.length });
	expect(Buffer.compare(readFileSync(place), all)).toBe(0);
	expect(readdirSync(dir)).toEqual(["f"]);
});

test("another file is not continued, and what is left of the one before goes", async () => {
	const { server, dir, cut, client: connected, commands } = await site();
	const place = join(dir, "f");
	const other = all.slice().reverse();
	cut(400_000);
	const client = await connected();
	const changes: readonly (() => unknown)[] = [
		// As large as before.
		() => server.files.write("/f", other),
		() => server.files.change("/f", { modifiedAt: new Date("2020-01-01T00:00:00Z") }),
		() => server.files.write("/f", other.subarray(0, 900_000)),
	];
	for (const [index, change] of changes.entries()) {
		server.files.change("/f", { modifiedAt: new Date(`2021-01-0${index + 1}T00:00:00Z`) });
		await expect(client.downloadTo(place, "f", { resume: true })).rejects.toMatchObject(cutOff);
		expect(readdirSync(dir)).toHaveLength(1);
		change();
	}
	cut();
	commands();
	const result = await client.downloadTo(place, "f", { resume: true });
	expect(commands().join()).not.toMatch(/REST [1-9]/);
	expect(result.bytes).toBe(900_000);
	expect(Buffer.compare(readFileSync(place), server.files.read("/f"))).toBe(0);
	expect(readdirSync(dir)).toEqual(["f"]);
});

test("behind other bytes nothing begins anew, whatever the server says of REST", async () => {
	let rests = 0;
	const onCommand = (command: string, argument: string): Answer =>
		command === "REST" && argument !== "0" && ++rests === 2 ? ["502 Not this time."] : undefined;
	const { dir, cut, client: connected } = await site({ onCommand });
	const client = await connected();
	const place = join(dir, "f");
	for (const options of [{ resume: true }, { offset: 400_000 }]) {
		rests = 0;
		cut(400_000);
		if (options.resume) await expect(client.downloadTo(place, "f", options)).rejects.toMatchObject(cutOff);
		else writeFileSync(place, all.subarray(0, 400_000));
		cut(300_000);
		const onProgress = () => cut();
		const download = client.downloadTo(place, "f", { ...options, onProgress, retry: { backoff: 1 } });
		// The bytes that are there are not taken for nothing, and none are put behind others, or behind zeros.
		await expect(download).rejects.toMatchObject({ message: expect.stringContaining("It was not tried again") });
		for (const name of readdirSync(dir)) {
			const there = readFileSync(join(dir, name));
			expect(Buffer.compare(there, all.subarray(0, there.length))).toBe(0);
			expect(there.length).toBeLessThan(all.length);
		}
	}
});

test("what the caller knows of the file is not asked", async () => {
	const { server, dir, cut, client: connected, commands } = await site();
	const { size, modifiedAt } = server.files.stat("/f");
	const options = { resume: true, expect: { size, modifiedAt } };
	const client = await connected();
	cut(400_000);
	await expect(client.downloadTo(join(dir, "f"), "f", options)).rejects.toMatchObject(cutOff);
	expect(commands()).toEqual(["RETR f"]);
	cut();
	expect((await client.downloadTo(join(dir, "f"), "f", options)).bytes).toBeLessThan(all.length);
	expect(Buffer.compare(readFileSync(join(dir, "f")), all)).toBe(0);
});

test.each(["SIZE", "MDTM"])(
	"where the server does not have %s, all of it is transferred, and nothing is left",
	async (missing) => {
		const onCommand = (command: string): Answer => (command === missing ? ["502 No such command."] : undefined);
		const { dir, cut, client: connected, commands } = await site({ onCommand });
		const client = await connected();
		cut(400_000, "426 That was not all");
		await expect(client.downloadTo(join(dir, "f"), "f", { resume: true })).rejects.toMatchObject({ code: 426 });
		expect(readdirSync(dir)).toEqual([]);
		cut();
		await client.downloadTo(join(dir, "f"), "f", { resume: true });
		expect(commands().join()).not.toContain("REST");
		expect(Buffer.compare(readFileSync(join(dir, "f")), all)).toBe(0);
	},
);

test("a refusal leaves nothing", async () => {
	const { dir, client: connected } = await site();
	const client = await connected();
	await expect(client.downloadTo(join(dir, "f"), "missing", { resume: true })).rejects.toMatchObject({ code: 550 });
	expect(readdirSync(dir)).toEqual([]);
});

test("what has arrived wrong is not continued", async () => {
	const onCommand = (command: string, path: string, session: ServerSession): Answer => {
		if (command === "HASH") session.files.write(session.resolve(path), "something else");
		return undefined;
	};
	const { dir, client: connected } = await site({ onCommand });
	const client = await connected();
	const wrong = { name: "FTPProtocolError", code: "WRONG_HASH" };
	await expect(client.downloadTo(join(dir, "f"), "f", { resume: true, verify: true })).rejects.toMatchObject(wrong);
	expect(readdirSync(dir)).toEqual([]);
});

test("a pool continues, too, and a symlink stays one", async () => {
	const { port, dir, cut } = await site();
	const pool = new NodePool("localhost", { port, size: 2 });
	onTestFinished(() => pool.close());
	expect(pool).toBeInstanceOf(FTPPool);
	await pool.connect();
	symlinkSync("real", join(dir, "link"));
	cut(400_000);
	const first = pool.downloadTo(join(dir, "link"), "f", { resume: true });
	// Of two, nobody could say which one will be there; they may have been called by two names.
	await expect(pool.downloadTo(join(dir, "real"), "f")).rejects.toMatchObject(usage);
	await expect(first).rejects.toMatchObject(cutOff);
	cut();
	expect((await pool.downloadTo(join(dir, "link"), "f", { resume: true })).bytes).toBeLessThan(all.length);
	expect(readdirSync(dir).sort()).toEqual(["link", "real"]);
	expect(Buffer.compare(readFileSync(join(dir, "real")), all)).toBe(0);
});

test("what resume and fsync cannot be is refused before anything is sent", async () => {
	const { server, dir, client: connected } = await site();
	const client = await connected();
	const before = server.commands.length;
	const wrong: readonly unknown[] = [
		...[null, 5, "x", true],
		...[0, "true", null, {}].flatMap((value) => [{ resume: value }, { fsync: value }]),
		...[{ offset: 0 }, { length: 5 }, { type: "ascii" }, { verify: "hash" }, { verify: "SHA-256" }].map((other) => ({
			resume: true,
			...other,
		})),
	];
	for (const options of wrong) {
		const download = client.downloadTo(join(dir, "f"), "f", options as NodeDownloadOptions);
		await expect(download, JSON.stringify(options)).rejects.toMatchObject(usage);
	}
	for (const options of [{ resume: true }, { fsync: true }]) {
		await expect(client.downloadTo({ write: () => undefined }, "f", options)).rejects.toMatchObject(usage);
	}
	expect(server.commands.length).toBe(before);
	expect(readdirSync(dir)).toEqual([]);
});

test("after kill -9 there is no file of the name, and the next run transfers only the rest", async () => {
	const { port, dir, client: connected, server, commands } = await site();
	const large = bytes(6_000_000);
	server.files.write("/large", large);
	const place = join(dir, "large");
	const program = `
		import { FTPClient } from "./index.ts";
		const [port, place] = process.argv.slice(2);
		const client = new FTPClient("localhost", { port: Number(port) });
		await client.connect();
		let told = 0;
		const onProgress = ({ bytes }) => {
			if (bytes < 2_000_000) return;
			if (told++ === 0) process.stdout.write("now\\n");
			// As if the disk had no time, until it is killed.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000);
		};
		await client.downloadTo(place, "large", { resume: true, onProgress });`;
	const child = await otherProcess(program, [String(port), place]);
	await once(child.stdout, "data");
	child.kill("SIGKILL");
	await once(child, "exit");
	const [part = "", ...others] = readdirSync(dir);
	expect(others).toEqual([]);
	const had = statSync(join(dir, part)).size;
	expect(had).toBeGreaterThan(100_000);
	commands();
	const client = await connected();
	expect((await client.downloadTo(place, "large", { resume: true })).bytes).toBe(large.length - had);
	expect(commands()).toContain(`REST ${had}`);
	expect(readdirSync(dir)).toEqual(["large"]);
	expect(Buffer.compare(readFileSync(place), large)).toBe(0);
});
