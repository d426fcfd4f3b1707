import { rename } from "@isoftp/core/protocol";
import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, type PoolOptions, type World } from "./world.ts";

const COUNT = 15;

type Files = ReadonlyMap<string, Uint8Array>;

interface SwimOptions extends PoolOptions {
	readonly count?: number;
}

/** A connected pool, in a new folder with some files. */
async function swim(
	world: World,
	work: (pool: Client, files: Files) => Promise<void>,
	{ count = COUNT, ...options }: SwimOptions = {},
): Promise<void> {
	const folder = fresh("pool");
	await world.disk.mkdir(folder);
	const files = new Map<string, Uint8Array>();
	for (let index = 0; index < count; index++) files.set(`file ${index}.bin`, pattern(4096 + index, index));
	const pool = world.newPool(options);
	try {
		await pool.connect();
		await pool.cd(`${world.path}/${folder}`);
		await Promise.all([...files].map(([name, bytes]) => pool.upload(name, bytes)));
		await work(pool, files);
	} finally {
		await pool.close();
	}
}

async function downloadAll(pool: Client, files: Files): Promise<void> {
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

/** For servers that demand a session's own TLS ticket, on a runtime that takes any of the server's name. */
export const poolTicketChecks: readonly Check[] = [
	{
		name: "a pool goes on with one session, and says so",
		async run(world) {
			const said: (number | undefined)[] = [];
			const options: SwimOptions = {
				size: 3,
				onTrace: ({ type, sessions }) => void (type === "pool" && said.push(sessions)),
			};
			await swim(
				world,
				async (pool, files) => {
					await downloadAll(pool, files);
					const lists = await Promise.all(Array.from({ length: 10 }, () => pool.list()));
					for (const list of lists) equal(list.length, files.size, "the entries of a listing");
					equal(said, [1], "how many sessions it has told of");
					equal((pool.profile as { sharesTickets?: boolean }).sharesTickets, true, "what it has learnt");
				},
				options,
			);
		},
	},
];

/** For servers that grant two sessions, and not one more. */
export const fewSessionsChecks: readonly Check[] = [
	{
		name: "a pool of 6 takes 100 files up and down over the two sessions that it is granted",
		async run(world) {
			const counts = { granted: 0, refused: 0 };
			const onTrace: PoolOptions["onTrace"] = ({ type, code }) => {
				if (type === "reply" && code === 230) counts.granted += 1;
				if (type === "reply" && (code === 421 || code === 530)) counts.refused += 1;
			};
			await swim(world, downloadAll, { size: 6, count: 100, onTrace });
			ok(counts.granted >= 1 && counts.granted <= 2, `two logins at the most: ${counts.granted}`);
			ok(counts.refused >= 1, "more were wanted");
		},
	},
];
