import { randomUUID } from "node:crypto";
import { nodeDialer } from "@isoftp/adapter-node";
import {
	type Connection,
	type CoreOptions,
	type Dialer,
	FTPAbortError,
	FTPPool,
	type PoolOptions,
	type TraceEvent,
} from "@isoftp/core";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { matrix } from "../checks/index.ts";
import type { ServerName } from "../lab/catalog.ts";
import { describeServer, type ServerFixture, useLab } from "../lab/suite.ts";
import { diskAt } from "./disk.ts";
import { describeMatrix, goodServers, type Mode, modesOf } from "./matrix.ts";

const shared = useLab();

describeMatrix(shared, goodServers, matrix.pools);

/** A hundred small files, each different. */
const FILES: ReadonlyMap<string, Uint8Array> = new Map(
	Array.from({ length: 100 }, (_, index) => [`file ${index}.bin`, new Uint8Array(4096 + index).fill(index)]),
);

interface Swimming {
	readonly pool: FTPPool;
	/** Its control connections so far, refused ones too. */
	readonly control: Connection[];
	/** A new folder, which is the pool's current directory, as `disk` knows it. */
	readonly folder: string;
	readonly disk: ReturnType<typeof diskAt>;
}

/** A connected pool in a folder of its own. */
async function swim({ lab, server }: ServerFixture, mode: Mode, options: Partial<CoreOptions & PoolOptions>): Promise<Swimming> {
	const control: Connection[] = [];
	const { dial, ...rest } = nodeDialer({ tls: { ca: lab.ca } });
	const dialer: Dialer = {
		...rest,
		async dial(target, signal) {
			const connection = await dial(target, signal);
			if (target.purpose === "control") control.push(connection);
			return connection;
		},
	};
	const secure = mode === "TLS" && (server.tls === "implicit" ? "implicit" : true);
	const { host, port, user, pass } = server;
	const pool = new FTPPool(host, { port, user, pass, secure, dialer, ...options });
	onTestFinished(() => pool.close());
	const folder = `pool ${randomUUID()}`;
	const disk = diskAt(server.disk);
	await disk.mkdir(folder);
	await pool.connect();
	await pool.cd(`${server.path}/${folder}`);
	return { pool, control, folder, disk };
}

async function upload({ pool, disk, folder }: Swimming): Promise<void> {
	await Promise.all([...FILES].map(([name, bytes]) => pool.upload(name, bytes)));
	for (const [name, bytes] of FILES) expect((await disk.file(`${folder}/${name}`))?.size).toBe(bytes.length);
}

async function download({ pool }: Swimming, onEach?: (name: string) => unknown): Promise<void> {
	await Promise.all(
		[...FILES].map(async ([name, bytes]) => {
			expect(Buffer.compare(await pool.download(name), bytes)).toBe(0);
			onEach?.(name);
		}),
	);
}

const servers: readonly ServerName[] = [
	"vsftpd-plain",
	"vsftpd-reuse",
	"proftpd-reuse",
	"proftpd-reuse12",
	"pureftpd",
	"pyftpdlib",
];

for (const name of servers) {
	// Threads of pyftpdlib on a busy machine now and then end a data connection over TLS without close_notify, which is an error here.
	const repeat = { retry: name === "pyftpdlib" ? 2 : 0 };
	describeServer(shared, name, (fixture) => {
		describe.each(modesOf(name))("%s", (mode) => {
			test("a pool of 4 takes 100 files up and down, lists them, and goes through its directories", repeat, async () => {
				const swimming = await swim(fixture(), mode, { size: 4 });
				const { pool, control } = swimming;
				await upload(swimming);
				await download(swimming);
				expect(control.length).toBe(4);
				const lists = await Promise.all(Array.from({ length: 8 }, () => pool.list()));
				for (const list of lists) expect(list.map((entry) => entry.name).sort()).toEqual([...FILES.keys()].sort());
				await pool.mkdir("below");
				await pool.cd("below");
				await Promise.all(["a", "b", "c", "d"].map((file) => pool.upload(file, file)));
				await pool.cdup();
				expect((await pool.names("below")).map((path) => path.replace(/^.*\//, "")).sort()).toEqual(["a", "b", "c", "d"]);
				await Promise.all([...FILES.keys()].map((file) => pool.remove(file)));
				expect((await pool.list()).map((entry) => entry.name)).toEqual(["below"]);
			});

			test("one of many downloads given up, waiting or under way, hurts no other", repeat, async () => {
				const swimming = await swim(fixture(), mode, { size: 3 });
				const { pool, disk, folder } = swimming;
				await upload(swimming);
				await disk.write(`${folder}/big`, new Uint8Array(30_000_000));
				const stop = new AbortController();
				// With the first bytes of either: neither can have come to its end by then.
				const giveUp = { signal: stop.signal, onProgress: () => stop.abort() };
				const stopped = Promise.allSettled([pool.download("big", giveUp), pool.download("big", giveUp)]);
				await download(swimming);
				for (const outcome of await stopped) {
					expect(outcome.status === "rejected" && outcome.reason).toBeInstanceOf(FTPAbortError);
				}
				await download(swimming);
			});

			test("sessions that are lost are replaced, in the same directory, and the calls on them tried again", repeat, async () => {
				const swimming = await swim(fixture(), mode, { size: 2, retry: { backoff: 50 } });
				const { pool, control } = swimming;
				await upload(swimming);
				expect(control.length).toBe(2);
				for (const connection of control) connection.close();
				expect(await pool.size("file 1.bin")).toBe(4097);
				const lose = (): void => {
					for (const connection of control) connection.close();
				};
				await download(swimming, (name) => name === "file 50.bin" && lose());
				expect(control.length).toBe(6);
				expect(pool.sessions.open).toBeLessThanOrEqual(2);
			});
		});
	});
}

for (const name of ["vsftpd-few", "proftpd-few"] as const) {
	describeServer(shared, name, (fixture) => {
		test.each(modesOf(name))(
			"a pool of 6 takes 100 files up and down over the 2 sessions that it is granted, %s",
			async (mode) => {
				// The server may still count the sessions of the test before, and grant none.
				const { swimming, counts } = await vi.waitFor(
					async () => {
						const counts = { granted: 0, refused: 0 };
						const onTrace = (event: TraceEvent): void => {
							if (event.type !== "reply") return;
							if (event.code === 230) counts.granted++;
							if (event.code === 421 || event.code === 530) counts.refused++;
						};
						return { swimming: await swim(fixture(), mode, { size: 6, onTrace }), counts };
					},
					{ timeout: 20_000, interval: 200 },
				);
				await upload(swimming);
				await download(swimming);
				// The files may have come and gone before the server has answered each login.
				await expect.poll(() => counts.granted + counts.refused, { timeout: 20_000 }).toBeGreaterThanOrEqual(6);
				expect(swimming.control.length).toBe(counts.granted + counts.refused);
				expect(counts.refused).toBeGreaterThanOrEqual(4);
				// Fewer where the server still counts those of the test before.
				expect(counts.granted).toBeLessThanOrEqual(2);
				expect(swimming.pool.sessions.most).toBe(counts.granted);
			},
		);
	});
}
