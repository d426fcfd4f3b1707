import { equal, ok } from "../../checks/assert.ts";
import { pattern } from "../../checks/bytes.ts";
import { type Check, fresh, session, type World } from "../../checks/world.ts";

const COUNT = 6;

/** Less than the 20 s that workerd may take to close what it should have closed at once. */
const CLOSING_MILLISECONDS = 15_000;

/** Puts files on the server's disk. Answers with their paths and contents. */
async function files(world: World): Promise<{ path: string; bytes: Uint8Array }[]> {
	const made = Array.from({ length: COUNT }, (_, index) => ({
		name: fresh(`ahead ${index}.bin`),
		bytes: pattern(20_000 + index, index + 1),
	}));
	for (const { name, bytes } of made) await world.disk.write(name, bytes);
	return made.map(({ name, bytes }) => ({ path: `${world.path}/${name}`, bytes }));
}

const same = (one: Uint8Array, other: Uint8Array): boolean =>
	one.length === other.length && one.every((byte, index) => byte === other[index]);

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Data connections that are opened before they are needed: on sockets of this runtime they idle, in the clear until the command has
 * been sent, and are closed unused without holding anything up.
 */
export const aheadChecks: readonly Check[] = [
	{
		name: "a queue of downloads, each on a connection opened while the last one ended",
		run: (world) =>
			session(world, async (client) => {
				const wanted = await files(world);
				const got = await Promise.all(wanted.map(({ path }) => client.download(path)));
				for (const [index, bytes] of got.entries())
					ok(same(bytes, wanted[index]?.bytes ?? new Uint8Array()), `file ${index} is whole`);
			}),
	},
	{
		name: "a loop of downloads with pauses, in which the next connection idles",
		run: (world) =>
			session(world, async (client) => {
				for (const { path, bytes } of await files(world)) {
					ok(same(await client.download(path), bytes), `${path} is whole`);
					await sleep(300);
				}
			}),
	},
	{
		name: "what was opened for a download serves an upload and a listing",
		run: (world) =>
			session(world, async (client) => {
				const [first, second] = await files(world);
				if (!first || !second) throw new Error("There are no files");
				const name = fresh("uploaded.bin");
				const [, , uploaded, listed] = await Promise.all([
					client.download(first.path),
					client.download(second.path),
					client.upload(`${world.path}/${name}`, first.bytes),
					client.list(world.path),
				]);
				equal(uploaded.bytes, first.bytes.length, "the bytes uploaded");
				equal((await world.disk.file(name))?.size, first.bytes.length, "the size on the disk");
				ok(
					listed.some((entry) => entry.name === name),
					"the listing has the new file",
				);
			}),
	},
	{
		name: "what was opened and is not used holds up neither commands nor the end",
		async run(world) {
			const folder = fresh("unused");
			const client = world.newClient();
			await client.connect();
			for (const { path } of (await files(world)).slice(0, 3)) await client.download(path);
			await client.mkdir(`${world.path}/${folder}`);
			await client.rmdir(`${world.path}/${folder}`);
			const late = sleep(CLOSING_MILLISECONDS).then(() => {
				throw new Error("close() was held up");
			});
			await Promise.race([client.close(), late]);
			late.catch(() => undefined);
			ok(client.closed, "the client is closed");
		},
	},
];
