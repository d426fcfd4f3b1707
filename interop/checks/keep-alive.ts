import { equal, ok } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, type ClientOptions, fresh, session, type World } from "./world.ts";

/** More than the buffers of two sockets and two TLS layers hold: the server is in the middle of it while the reader waits. */
const LARGE = 20 * 1024 * 1024;
const PART = 200_000;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Options of a client that says NOOP soon, and what it has said. */
function watched(): { readonly options: ClientOptions; beside(): Promise<void>; readonly noops: () => number } {
	let noops = 0;
	const options: ClientOptions = {
		keepAlive: { idle: false, transfers: 50 },
		onTrace: ({ type, line }) => {
			if (type === "command" && line === "NOOP") noops += 1;
		},
	};
	return {
		options,
		noops: () => noops,
		/** Until one has been said, and time for some more, where the server answers them. */
		async beside() {
			for (let turn = 0; noops === 0 && turn < 500; turn += 1) await pause(10);
			await pause(120);
		},
	};
}

/** Every command gets its own answer. */
async function isInStep(world: World, client: Client, path: string, size: number): Promise<void> {
	ok((await client.pwd()).startsWith("/"), "the working directory is told");
	equal(await client.size(path), size, "the size that is told");
	equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
	equal(client.closed, false, "whether the session is closed");
	equal((client.profile as { refusesNOOPBeside?: boolean }).refusesNOOPBeside, false, `whether ${world.server.name} is blamed`);
}

export const keepAliveChecks: readonly Check[] = [
	{
		name: "says NOOP beside a slow download, and the file and all replies are right",
		async run(world) {
			const path = `${world.path}/${fresh("slow down.bin")}`;
			const bytes = pattern(LARGE, 21);
			await world.disk.write(path.slice(world.path.length + 1), bytes);
			const { options, beside, noops } = watched();
			await session(
				world,
				async (client) => {
					const reader = (await client.downloadStream(path)).getReader();
					const got = new Uint8Array(LARGE);
					let byteCount = 0;
					for (let next = await reader.read(); !next.done; next = await reader.read()) {
						got.set(next.value, byteCount);
						if (byteCount === 0) await beside();
						byteCount += next.value.length;
					}
					equal(byteCount, LARGE, "the number of bytes");
					equal(await sha256(got), await sha256(bytes), "the checksum");
					ok(noops() > 0, "something was said");
					await isInStep(world, client, path, LARGE);
				},
				options,
			);
		},
	},
	{
		name: "says NOOP beside a slow upload, and the file and all replies are right",
		async run(world) {
			const name = fresh("slow up.bin");
			const whole = pattern(2 * PART, 22);
			const { options, beside, noops } = watched();
			async function* source(): AsyncGenerator<Uint8Array> {
				yield whole.subarray(0, PART);
				await beside();
				yield whole.subarray(PART);
			}
			await session(
				world,
				async (client) => {
					equal((await client.upload(`${world.path}/${name}`, source())).bytes, whole.length, "the number of bytes");
					equal((await world.disk.file(name))?.sha256, await sha256(whole), "the checksum on the server's disk");
					ok(noops() > 0, "something was said");
					await isInStep(world, client, `${world.path}/${name}`, whole.length);
				},
				options,
			);
		},
	},
	{
		name: "stops an upload beside which NOOP was said, and goes on",
		async run(world) {
			const { options, beside } = watched();
			const stop = new AbortController();
			async function* source(): AsyncGenerator<Uint8Array> {
				yield pattern(PART);
				await beside();
				stop.abort();
				yield pattern(PART);
			}
			await session(
				world,
				async (client) => {
					const upload = client.upload(`${world.path}/${fresh("stopped.bin")}`, source(), { signal: stop.signal });
					const failure: unknown = await upload.then(
						() => undefined,
						(error: unknown) => error,
					);
					equal((failure as Error | undefined)?.name, "FTPAbortError", "the error of the upload");
					const path = `${world.path}/${fresh("after.bin")}`;
					await client.upload(path, "after");
					await isInStep(world, client, path, 5);
				},
				options,
			);
		},
	},
];
