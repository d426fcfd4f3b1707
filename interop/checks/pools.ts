import { rename } from "@isoftp/core/protocol";
import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, type World } from "./world.ts";

const COUNT = 30;

/** A connected pool, in a new folder with some files. */
async function swim(world: World, work: (pool: Client, files: ReadonlyMap<string, Uint8Array>) => Promise<void>): Promise<void> {
	const folder = fresh("pool");
	await world.disk.mkdir(folder);
	const files = new Map<string, Uint8Array>();
	for (let index = 0; index < COUNT; index++) files.set(`file ${index}.bin`, pattern(4096 + index, index));
	const pool = world.newPool();
	try {
		await pool.connect();
		await pool.cd(`${world.path}/${folder}`);
		await Promise.all([...files].map(([name, bytes]) => pool.upload(name, bytes)));
		await work(pool, files);
	} finally {
		await pool.close();
	}
}

async function downloadAll(pool: Client, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
	const all = await Promise.all([...files].map(async ([name]) => sha256(await pool.download(name))));
	equal(all, await Promise.all([...files.values()].map((bytes) => sha256(bytes))), "what came back");
}

export const poolChecks: readonly Check[] = [
	{
		name: "a pool takes files up and down, in the directory that it is in",
		async run(world) {
			await swim(world, async (pool, files) => {
				await downloadAll(pool, files);
				await pool.mkdir("below");
				await pool.cd("below");
				await Promise.all(["a", "b", "c", "d"].map((name) => pool.upload(name, name)));
				equal((await pool.list()).map(({ name }) => name).sort(), ["a", "b", "c", "d"], "the listing below");
				await pool.cd("..");
				ok(await pool.exists("file 0.bin"), "the way back is found");
				await downloadAll(pool, files);
			});
		},
	},
	{
		name: "a pool goes on when some of its calls are given up or refused",
		async run(world) {
			await swim(world, async (pool, files) => {
				const stop = new AbortController();
				const stopped = (): unknown => pool.download("file 1.bin", { signal: stop.signal, onProgress: () => stop.abort() });
				await Promise.all([
					rejects(stopped, { name: "FTPAbortError" }, "the call that was given up"),
					rejects(() => pool.download("none"), { name: "FTPReplyError" }, "the call that was refused"),
					downloadAll(pool, files),
				]);
				await downloadAll(pool, files);
			});
		},
	},
	{
		name: "the small client downloads, uploads and lists, and runs any other operation",
		async run(world) {
			const folder = fresh("small");
			await world.disk.mkdir(folder);
			const path = `${world.path}/${folder}`;
			const bytes = pattern(100_000, 7);
			const client = world.newSmallClient();
			try {
				await client.connect();
				await client.upload(`${path}/a`, bytes);
				await client.run(rename(`${path}/a`, `${path}/b`));
				equal(
					(await client.list(path)).map(({ name, size }) => [name, size]),
					[["b", bytes.length]],
					"the listing",
				);
				equal(await sha256(await client.download(`${path}/b`)), await sha256(bytes), "what came back");
			} finally {
				await client.close();
			}
		},
	},
];
