import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, session, type World } from "./world.ts";

const aborted = { name: "FTPAbortError", code: "ABORTED" } as const;
/** More than the buffers of two sockets and two TLS layers hold: the server is still sending when it is stopped. */
const LARGE = 20 * 1024 * 1024;

async function large(world: World): Promise<string> {
	const name = fresh("large.bin");
	await world.disk.write(name, pattern(LARGE));
	return `${world.path}/${name}`;
}

/** The same session still does everything: commands get their own answers, and files arrive whole. */
async function goesOn(world: World, client: Client): Promise<void> {
	equal(client.closed, false, "whether the session is closed");
	ok((await client.pwd()).startsWith("/"), "the working directory is told");
	const name = fresh("after.bin");
	const bytes = pattern(50_000, 11);
	await client.upload(`${world.path}/${name}`, bytes);
	equal((await world.disk.file(name))?.sha256, await sha256(bytes), "the checksum of the next upload");
	equal(await sha256(await client.download(`${world.path}/${name}`)), await sha256(bytes), "the next download");
	equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
}

/**
 * After a download over TLS was stopped. ProFTPD's mod_tls now and then panics when its data connection is gone, and ends the
 * session ("unexpected OpenSSL error, disconnecting"). There the client must say so, and a new session must do everything.
 */
async function goesOnAfterStop(world: World, client: Client): Promise<void> {
	const failure: unknown = await client.pwd().then(
		() => undefined,
		(error: unknown) => error,
	);
	if (failure !== undefined) {
		ok(world.server.name.startsWith("proftpd"), `only ProFTPD with TLS may end the session: ${String(failure)}`);
		equal((failure as Error).name, "FTPNetworkError", "the error of the next call");
		equal(client.closed, true, "whether the session is closed");
		await client.connect();
	}
	await goesOn(world, client);
}

export const abortChecks: readonly Check[] = [
	{
		name: "stops a download by its signal, and goes on",
		async run(world) {
			const path = await large(world);
			await session(world, async (client) => {
				for (let time = 0; time < 2; time++) {
					const stop = new AbortController();
					let seen = 0;
					const onProgress = ({ bytes }: { bytes: number }): void => {
						seen = bytes;
						stop.abort(new Error("enough"));
					};
					const attempt = (): Promise<unknown> => client.download(path, { signal: stop.signal, onProgress });
					const error = await rejects(attempt, aborted, "the download");
					equal((error.cause as Error | undefined)?.message, "enough", "the reason that the error carries");
					ok(seen < LARGE, "it was stopped before the end");
					await goesOnAfterStop(world, client);
				}
			});
		},
	},
	{
		name: "lets a download's stream be cancelled, and goes on",
		async run(world) {
			const path = await large(world);
			await session(world, async (client) => {
				for (let time = 0; time < 2; time++) {
					const reader = (await client.downloadStream(path)).getReader();
					const { value } = await reader.read();
					ok(value !== undefined && value.length > 0, "bytes arrive");
					await reader.cancel("enough");
					await goesOnAfterStop(world, client);
				}
			});
		},
	},
	{
		name: "stops an upload by its signal, and goes on in the same session",
		async run(world) {
			await session(world, async (client) => {
				const stop = new AbortController();
				let given = 0;
				const endless = new ReadableStream<Uint8Array>({
					pull(controller) {
						controller.enqueue(pattern(64 * 1024));
						if (++given === 20) stop.abort(new Error("enough"));
					},
				});
				const path = `${world.path}/${fresh("endless.bin")}`;
				await rejects(() => client.upload(path, endless, { signal: stop.signal }), aborted, "the upload");
				await goesOn(world, client);
			});
		},
	},
	{
		name: "reports the error of an upload's own source, and goes on",
		async run(world) {
			await session(world, async (client) => {
				const broken = (async function* (): AsyncGenerator<Uint8Array> {
					yield pattern(1000);
					throw new RangeError("the source broke");
				})();
				const path = `${world.path}/${fresh("broken.bin")}`;
				let thrown: unknown;
				await client.upload(path, broken).catch((error: unknown) => {
					thrown = error;
				});
				const messages = [thrown, (thrown as Error | undefined)?.cause].map((error) => (error as Error | undefined)?.message);
				ok(messages.includes("the source broke"), `the error is the source's or carries it: ${messages.join(", ")}`);
				await goesOn(world, client);
			});
		},
	},
	{
		name: "does nothing for a signal that has fired already",
		async run(world) {
			await session(world, async (client) => {
				const name = fresh("never.bin");
				const signal = AbortSignal.abort();
				await rejects(() => client.upload(`${world.path}/${name}`, pattern(10), { signal }), aborted, "the upload");
				equal(await world.disk.file(name), undefined, "the file on the disk");
				await rejects(() => client.list(world.path, { signal }), aborted, "the listing");
				await goesOn(world, client);
			});
		},
	},
	{
		name: "takes a waiting call out of the queue without harm to the running one",
		async run(world) {
			const path = await large(world);
			await session(world, async (client) => {
				const stop = new AbortController();
				const running = client.download(path);
				const waiting = rejects(() => client.download(path, { signal: stop.signal }), aborted, "the waiting call");
				stop.abort();
				await waiting;
				equal((await running).length, LARGE, "the running download");
				await goesOn(world, client);
			});
		},
	},
	{
		name: "ends a running download when it is closed",
		async run(world) {
			const path = await large(world);
			await session(world, async (client) => {
				const reader = (await client.downloadStream(path)).getReader();
				await reader.read();
				const waiting = rejects(() => client.pwd(), { name: "FTPAbortError" }, "a call that was waiting");
				await client.close();
				await waiting;
				await rejects(
					async () => {
						for (;;) if ((await reader.read()).done) return "a clean end";
					},
					{ name: "FTPAbortError" },
					"the stream",
				);
			});
		},
	},
];
