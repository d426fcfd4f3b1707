import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@isoftp/adapter-node/testing";
import { MemoryServer, type MemoryServerOptions } from "@isoftp/core/testing";
import { Redis } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import { plan } from "./plan.ts";
import { settingsFrom } from "./settings.ts";
import { status } from "./status.ts";
import { buildProgram } from "./test-support/program.ts";
import { startRedis, whyNoRedis } from "./test-support/redis.ts";

const FILES = 300;
const MODIFIED = new Date("2026-01-02T03:04:05Z");
/** What the server sends of the large file to the first worker. */
const HALF = 2 ** 19;
const SESSIONS = 4;
/** After so many files the server keeps the first worker waiting. */
const HELD_AFTER = 120;
const patience = { timeout: 40_000 };

/** What is at the server. */
function tree(): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	for (let number = 0; number < FILES; number++) {
		files.set(`in ${number % 12}/${number}.csv`, new TextEncoder().encode(`file ${number};`.repeat(number)));
	}
	files.set(
		"large.bin",
		Uint8Array.from({ length: 2 * HALF }, (_, index) => (index * 7 + (index >> 8)) % 251),
	);
	files.set("busy.csv", new Uint8Array([1]));
	files.set("refused.csv", new Uint8Array([2]));
	return files;
}

/** A server that stops in the large file, is busy twice, refuses one file, and makes a worker wait in mid-tree. */
class Trouble {
	readonly retrieved = new Map<string, number>();
	readonly held = new Set<string>();
	refuses = true;
	#isReleased = false;
	#open = (): void => {};
	readonly #gate = new Promise<void>((resolve) => {
		this.#open = resolve;
	});
	#largeStalled = false;

	release(): void {
		this.#isReleased = true;
		this.#open();
	}

	readonly options: MemoryServerOptions = {
		users: { mirror: "secret" },
		maxSessions: 2 * SESSIONS,
		onCommand: async (command, args) => {
			if (command !== "RETR") return undefined;
			const path = args.replace(/^\/data\//, "");
			const count = (this.retrieved.get(path) ?? 0) + 1;
			this.retrieved.set(path, count);
			if (path === "refused.csv" && this.refuses) return ["550 You may not read that"];
			if (path === "busy.csv" && count <= 2) return ["450 Somebody writes it"];
			if (this.#isReleased || path === "large.bin" || this.retrieved.size <= HELD_AFTER) return undefined;
			this.held.add(path);
			await this.#gate;
			return undefined;
		},
		quirks: {
			onTransfer: ({ path }) => {
				if (path !== "/data/large.bin" || this.#largeStalled) return undefined;
				this.#largeStalled = true;
				return { after: HALF, how: "stall" };
			},
		},
	};
}

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "isoftp-jobs-"));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

const isRequired = process.env.ISOFTP_REQUIRE_DAEMONS === "1";
describe.skipIf(whyNoRedis !== undefined && !isRequired)(whyNoRedis ? `left out: ${whyNoRedis}` : "a queue in Redis", () => {
	test("a worker is killed in mid-tree, and another one finishes: each file once, the begun one from where it was", async () => {
		const files = tree();
		const trouble = new Trouble();
		const server = new MemoryServer(trouble.options);
		for (const [path, bytes] of files) server.files.write(`/data/${path}`, bytes, { modifiedAt: MODIFIED });
		const listening = await listen(server);
		onTestFinished(() => listening.close());
		const [target, place] = [folder(), folder()];
		const redis = await startRedis(place);
		const variables = {
			...{ SERVER: `ftp://mirror:secret@127.0.0.1:${listening.port}`, REMOTE: "/data", FOLDER: target, REDIS: redis },
			...{ SESSIONS: `${SESSIONS}`, FIRST_DELAY: "20", LOOK_FOR_DEAD: "100" },
		};
		const settings = settingsFrom(variables);
		const program = await buildProgram(place);

		// Planned twice, and nothing is in the queue twice.
		expect(await plan(settings)).toMatchObject({ copied: files.size, directories: 12, problems: [] });
		await plan(settings);
		expect(await status(settings)).toEqual({ waiting: files.size, active: 0, failed: 0, failures: {} });

		const first = program.start("work", variables);
		await expect
			.poll(() => [trouble.held.size, partOf(target) > 0, first.output.slice(-1_000)], patience)
			.toEqual([SESSIONS - 1, true, expect.anything()]);
		first.kill("SIGKILL");
		expect(await first.ended).toBe("SIGKILL");
		expect((await status(settings)).active).toBe(SESSIONS);
		const begun = partOf(target);
		await expire(redis);
		trouble.release();

		const second = program.start("work", variables);
		const left = async (): Promise<number> => {
			const { waiting, active } = await status(settings);
			return waiting + active;
		};
		await expect.poll(left, patience).toBe(0);
		expect(await status(settings)).toMatchObject({ failed: 1, failures: { "refused.csv": expect.stringContaining("550") } });
		expect(first.output + second.output).toMatch(/^refused.csv, attempt 1: .*550 You may not read that/m);
		for (const [path, bytes] of files) if (path !== "refused.csv") expectFile(join(target, path), bytes);
		for (const path of files.keys()) {
			const again = path === "busy.csv" ? 2 : path === "large.bin" ? 1 : 0;
			expect([path, trouble.retrieved.get(path)]).toEqual([path, 1 + again + (trouble.held.has(path) ? 1 : 0)]);
		}
		expect(server.commands.filter((line) => /^REST [1-9]/.test(line))).toEqual([`REST ${begun}`]);

		// What has failed is planned again, and only that.
		trouble.refuses = false;
		expect(await plan(settings)).toMatchObject({ copied: 1, skipped: files.size - 1, problems: [] });
		await expect.poll(left, patience).toBe(0);
		expect(await status(settings)).toEqual({ waiting: 0, active: 0, failed: 0, failures: {} });
		expectFile(join(target, "refused.csv"), files.get("refused.csv") ?? new Uint8Array());
		expect(readdirSync(target, { recursive: true })).toHaveLength(files.size + 12);

		second.kill("SIGTERM");
		expect(await second.ended).toBe(0);
		await expect.poll(() => server.activeSessions, patience).toBe(0);
		expect(server.errors).toEqual([]);
	}, 90_000);
});

/** How much there is of the file that has been begun. */
function partOf(directory: string): number {
	const name = readdirSync(directory).find((name) => name.endsWith(".part"));
	return name === undefined ? 0 : statSync(join(directory, name)).size;
}

function expectFile(path: string, bytes: Uint8Array): void {
	expect(readFileSync(path).equals(bytes), path).toBe(true);
	expect(statSync(path).mtime, path).toEqual(MODIFIED);
}

/** What half a minute does: a worker that is dead no longer holds its jobs. */
async function expire(redis: string): Promise<void> {
	const client = new Redis(redis);
	const locks = await client.keys("bull:mirror:*:lock");
	expect(locks).toHaveLength(SESSIONS);
	await client.del(...locks);
	await client.quit();
}
