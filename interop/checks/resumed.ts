import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type RoughWorld, SHORT } from "./rough.ts";
import { type Check, type Client, type ClientOptions, fresh, session } from "./world.ts";

const SIZE = 3_000_003;
/** Where it is cut: a transfer that begins anew carries so much more. */
const MIDDLE = 2_000_000;

const retry = { backoff: 20 } as const;

/** What a client says, and at which bytes its transfers begin. */
interface Overheard {
	readonly options: ClientOptions;
	readonly said: string[];
	/** The positions of REST, but for the first byte. */
	positions(): number[];
	attempts: number;
	/** Done when another attempt is to come. */
	onRetry: () => void;
}

function overhear(more: ClientOptions = { retry }): Overheard {
	const overheard: Overheard = {
		said: [],
		attempts: 1,
		onRetry: () => undefined,
		positions: () =>
			overheard.said
				.filter((line) => line.startsWith("REST "))
				.map((line) => Number(line.slice(5)))
				.filter((position) => position > 0),
		options: {
			...SHORT,
			...more,
			onTrace({ type, line, attempt }) {
				if (type === "command" && line !== undefined) overheard.said.push(line);
				if (type === "retry" && attempt !== undefined && attempt > 1) {
					overheard.attempts = attempt;
					overheard.onRetry();
				}
			},
		},
	};
	return overheard;
}

interface Place {
	/** As `disk` knows it. */
	readonly folder: string;
	readonly path: string;
}

async function place(world: RoughWorld): Promise<Place> {
	const folder = fresh("resumed");
	await world.disk.mkdir(folder);
	return { folder, path: `${world.path}/${folder}` };
}

async function isOnDisk(world: RoughWorld, { folder }: Place, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
	equal(await world.disk.rawNames(folder), Object.keys(files).sort(), "the names in the folder");
	for (const [name, bytes] of Object.entries(files)) {
		const found = await world.disk.file(`${folder}/${name}`);
		equal(found?.size, bytes.length, `the size of ${name}`);
		equal(found?.sha256, await sha256(bytes), `the checksum of ${name}`);
	}
}

/** The client knows that its session is over. */
async function isNoticed(client: Client): Promise<void> {
	for (let turn = 0; !client.closed && turn < 1000; turn++) await new Promise((resolve) => setTimeout(resolve, 10));
	equal(client.closed, true, "whether the session has ended");
}

/** The bytes of `work` have crossed the wire once, but for some that were under way: not those in front of the cut again. */
async function onlyOnce(world: RoughWorld, work: () => Promise<unknown>): Promise<void> {
	const before = await world.carried();
	await work();
	const count = (await world.carried()) - before;
	ok(count >= SIZE, `all of it was carried: ${count}`);
	ok(count < SIZE + MIDDLE, `what was there was not carried again: ${count}`);
}

export const resumedChecks: readonly Check<RoughWorld>[] = [
	{
		name: "downloads that are cut go on in the middle, in the directory where they were",
		async run(world) {
			const at = await place(world);
			const bytes = pattern(SIZE, 31);
			await world.disk.write(`${at.folder}/down.bin`, bytes);
			for (const cut of [
				{ how: "reset", all: false },
				{ how: "end", all: false },
				{ how: "reset", all: true },
			] as const) {
				const heard = overhear();
				await session(
					world,
					async (client) => {
						await client.cd(at.path);
						await world.cut({ kind: "data", after: MIDDLE, ...cut });
						await onlyOnce(world, async () => {
							equal(
								await sha256(await client.download("down.bin")),
								await sha256(bytes),
								`the bytes after ${JSON.stringify(cut)}`,
							);
						});
						ok(heard.attempts > 1 && heard.positions().length > 0, `it went on in the middle: ${heard.said.join(", ")}`);
						equal(await client.pwd(), at.path, "the directory");
					},
					heard.options,
				);
			}
		},
	},
	{
		name: "a download does not go on with another file of the same size",
		async run(world) {
			const at = await place(world);
			const name = `${at.folder}/changed.bin`;
			await world.disk.write(name, pattern(SIZE, 32));
			await world.disk.touch(name, new Date("2024-05-06T07:08:09Z"));
			const heard = overhear();
			let changing: Promise<void> | undefined;
			heard.onRetry = () => {
				changing ??= world.disk
					.write(name, pattern(SIZE, 33))
					.then(() => world.disk.touch(name, new Date("2024-05-06T07:08:10Z")));
			};
			await session(
				world,
				async (client) => {
					await world.cut({ kind: "data", after: MIDDLE, how: "reset" });
					const stream = await client.downloadStream(`${at.path}/changed.bin`);
					const changed = { name: "FTPProtocolError", code: "CHANGED" } as const;
					await rejects(
						() => new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
						changed,
						"the stream",
					);
					await changing;
					equal(
						await sha256(await client.download(`${at.path}/changed.bin`)),
						await sha256(pattern(SIZE, 33)),
						"what is there now",
					);
				},
				// Time enough for the file to be another one, on a machine that is busy.
				{ ...heard.options, retry: { backoff: 2_000 } },
			);
		},
	},
	{
		name: "uploads that are cut go on in the middle, to the last byte and not one too many",
		async run(world) {
			const at = await place(world);
			const bytes = pattern(SIZE, 34);
			await world.disk.write(`${at.folder}/up.bin`, pattern(SIZE + 7, 35));
			for (const all of [false, true]) {
				const heard = overhear();
				await session(
					world,
					async (client) => {
						await client.cd(at.path);
						await world.cut({ kind: "data", after: MIDDLE, how: "reset", all });
						await client.upload("up.bin", bytes);
						await isOnDisk(world, at, { "up.bin": bytes });
						ok(heard.attempts > 1, `it was cut: ${heard.said.join(", ")}`);
					},
					heard.options,
				);
				await world.disk.write(`${at.folder}/up.bin`, pattern(100, 36));
			}
		},
	},
	{
		name: "an atomic upload that is cut goes on, and takes the place of what was there",
		async run(world) {
			const at = await place(world);
			const bytes = pattern(SIZE, 37);
			await world.disk.write(`${at.folder}/whole.bin`, pattern(1000, 38));
			const heard = overhear();
			await session(
				world,
				async (client) => {
					await world.cut({ kind: "data", after: MIDDLE, how: "reset", all: true });
					await client.upload(`${at.path}/whole.bin`, bytes, { atomic: true });
				},
				heard.options,
			);
			await isOnDisk(world, at, { "whole.bin": bytes });
			ok(heard.attempts > 1, `it was cut: ${heard.said.join(", ")}`);
			equal(
				heard.said.filter((line) => line.startsWith("DELE")),
				[],
				"what was removed",
			);
		},
	},
	{
		name: "an atomic upload that fails leaves what was there, and nothing else",
		async run(world) {
			const at = await place(world);
			const old = pattern(1000, 39);
			await world.disk.write(`${at.folder}/kept.bin`, old);
			// One attempt at each step, but the session that cleans up is a new one.
			const options = { retry: { attempts: 1 } };
			await session(
				world,
				async (client) => {
					await world.cut({ kind: "data", after: 200_000, how: "reset", all: true });
					const upload = (): unknown => client.upload(`${at.path}/kept.bin`, pattern(SIZE, 40), { atomic: true });
					await rejects(upload, { name: ["FTPNetworkError", "FTPReplyError"] }, "the upload");
				},
				options,
			);
			await isOnDisk(world, at, { "kept.bin": old });
		},
	},
	{
		name: "what is added to a file is added once",
		async run(world) {
			const at = await place(world);
			const old = pattern(5000, 41);
			const bytes = pattern(SIZE, 42);
			await world.disk.write(`${at.folder}/log.bin`, old);
			const heard = overhear();
			await session(
				world,
				async (client) => {
					await world.cut({ kind: "data", after: MIDDLE, how: "reset", all: true });
					await client.append(`${at.path}/log.bin`, bytes);
				},
				heard.options,
			);
			ok(heard.attempts > 1, `it was cut: ${heard.said.join(", ")}`);
			const whole = new Uint8Array(old.length + bytes.length);
			whole.set(old);
			whole.set(bytes, old.length);
			await isOnDisk(world, at, { "log.bin": whole });
		},
	},
	{
		name: "an upload that one client has left unfinished is finished by another",
		async run(world) {
			const at = await place(world);
			const bytes = pattern(SIZE, 43);
			const upload = (options: ClientOptions): Promise<unknown> =>
				session(
					world,
					(client) => client.upload(`${at.path}/done.bin`, bytes, { atomic: `${at.path}/.done.part`, resume: true }),
					options,
				);
			await world.cut({ kind: "data", after: MIDDLE, how: "reset", all: true });
			await rejects(() => upload({}), { name: ["FTPNetworkError", "FTPReplyError"] }, "the first upload");
			equal(await world.disk.rawNames(at.folder), [".done.part"], "what is left of it");
			const heard = overhear();
			const before = await world.carried();
			await upload(heard.options);
			const count = (await world.carried()) - before;
			await isOnDisk(world, at, { "done.bin": bytes });
			ok(heard.positions().length > 0, `it went on in the middle: ${heard.said.join(", ")}`);
			ok(count < SIZE, `only the rest was carried: ${count}`);
		},
	},
	{
		name: "a session that is lost while nothing is done is replaced, and what must happen once does",
		async run(world) {
			const at = await place(world);
			const heard = overhear();
			const lose = async (client: Client): Promise<void> => {
				await world.cutAll();
				await isNoticed(client);
			};
			await session(
				world,
				async (client) => {
					await client.cd(at.path);
					await lose(client);
					await client.mkdir("made");
					equal(await world.disk.isDirectory(`${at.folder}/made`), true, "whether the directory is on the disk");
					await lose(client);
					const { name } = await client.uploadUnique("unique");
					equal((await world.disk.rawNames(at.folder)).length, 2, `the names in the folder, with ${name}`);
				},
				heard.options,
			);
		},
	},
];

/** For a server that ends idle sessions soon, and stores nothing in the middle of a file. */
export const strictChecks: readonly Check<RoughWorld>[] = [
	{
		name: "comes back after the server has sent it away for being idle, to the directory where it was",
		async run(world) {
			const at = await place(world);
			await session(
				world,
				async (client) => {
					await client.cd(at.path);
					await isNoticed(client);
					await client.upload("back.bin", "back");
				},
				{ retry },
			);
			await isOnDisk(world, at, { "back.bin": new TextEncoder().encode("back") });
		},
	},
	{
		name: "an upload that is cut begins anew where the server stores nothing in the middle of a file",
		async run(world) {
			const at = await place(world);
			const bytes = pattern(SIZE, 44);
			const heard = overhear();
			await session(
				world,
				async (client) => {
					await world.cut({ kind: "data", after: MIDDLE, how: "reset", all: true });
					await client.upload(`${at.path}/anew.bin`, bytes);
				},
				heard.options,
			);
			await isOnDisk(world, at, { "anew.bin": bytes });
			ok(heard.positions().length > 0, `it was tried in the middle: ${heard.said.join(", ")}`);
			equal(heard.attempts, 2, "the number of attempts");
		},
	},
];
