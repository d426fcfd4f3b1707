import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, session, type World } from "./world.ts";

/** Uploads a file, downloads it again in two ways, and lists it. */
async function roundTrip(world: World, client: Client, length: number): Promise<void> {
	const folder = fresh("active");
	await world.disk.mkdir(folder);
	const path = `${world.path}/${folder}/file.bin`;
	const bytes = pattern(length, length);
	await client.upload(path, bytes);
	equal((await world.disk.file(`${folder}/file.bin`))?.sha256, await sha256(bytes), "the file on the server's disk");
	equal(await sha256(await client.download(path)), await sha256(bytes), "what came back");
	const half = length >> 1;
	equal(await sha256(await client.download(path, { offset: half })), await sha256(bytes.subarray(half)), "its second half");
	equal(
		(await client.list(`${world.path}/${folder}`)).map(({ name, size }) => [name, size]),
		[["file.bin", length]],
		"the listing",
	);
}

/**
 * When its connection is there before NLST, pyftpdlib may write a listing of nothing before the TLS handshake is over. Its OpenSSL takes
 * that for an error ("send(), err: SysCallError(-1, 'Unexpected EOF')" in its log), and the connection ends without close_notify. That is
 * a listing that was cut, and told as such, now and then on a busy machine: it is asked for again.
 */
async function unlessCut<T>(world: World, listing: () => Promise<T>): Promise<T> {
	try {
		return await listing();
	} catch (error) {
		if (world.server.name !== "pyftpdlib" || (error as { code?: unknown }).code !== "TRUNCATED") throw error;
		return await listing();
	}
}

/** Active mode, on a runtime that can listen: the server connects to us. */
export const activeChecks: readonly Check[] = [
	{
		name: "active mode: files of every size in both directions, many in a row",
		run: (world) =>
			session(
				world,
				async (client) => {
					for (const length of [0, 1, 300_000, 5_000_000]) await roundTrip(world, client, length);
					for (let round = 0; round < 10; round++) await roundTrip(world, client, 1000 + round);
				},
				{ active: true },
			),
	},
	{
		name: "active mode: an empty directory, a file that is not there, and what comes after them",
		run: (world) =>
			session(
				world,
				async (client) => {
					const empty = fresh("empty");
					await world.disk.mkdir(empty);
					equal(await unlessCut(world, () => client.list(`${world.path}/${empty}`)), [], "the listing");
					equal(await unlessCut(world, () => client.names(`${world.path}/${empty}`)), [], "the names");
					const missing = (): Promise<unknown> => client.download(`${world.path}/${empty}/none`);
					await rejects(missing, { name: "FTPReplyError", code: [550, 450] }, "a download of nothing");
					await roundTrip(world, client, 20_000);
				},
				{ active: true },
			),
	},
	{
		name: "active mode: a transfer that is given up before the server has connected",
		run: (world) =>
			session(
				world,
				async (client) => {
					const name = fresh("given up.bin");
					await world.disk.write(name, pattern(3_000_000));
					for (let moment = 0; moment < 6; moment++) {
						const stop = new AbortController();
						const attempt = client.download(`${world.path}/${name}`, { signal: stop.signal }).catch((error: unknown) => error);
						for (let turn = 0; turn < moment; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
						stop.abort();
						const outcome = await attempt;
						ok(outcome instanceof Uint8Array || (outcome as Error).name === "FTPAbortError", `the outcome: ${String(outcome)}`);
						// ProFTPD's mod_tls may end a session whose data connection has gone.
						if (client.closed) await client.connect();
						ok((await client.pwd()).startsWith("/"), "the working directory is told");
					}
					await roundTrip(world, client, 20_000);
				},
				{ active: true },
			),
	},
	{
		name: "active mode: an address that is not ours is told, and refused by the server or never reached",
		async run(world) {
			const client = world.newClient({ active: { address: "192.0.2.77" }, timeouts: { connect: 1500, reply: 8000 } });
			try {
				await client.connect();
				const name = ["FTPReplyError", "FTPTimeoutError", "FTPNetworkError"];
				await rejects(() => client.list(world.path), { name }, "the listing");
			} finally {
				await client.close();
			}
		},
	},
];

/** What it says on a runtime that cannot. */
export const activeRefusedChecks: readonly Check[] = [
	{
		name: "active mode is refused by the runtime's name, before anything is dialled",
		async run(world) {
			const making = (): unknown => world.newClient({ active: true });
			const error = await rejects(making, { name: "FTPUsageError", code: "UNSUPPORTED" }, "making the client");
			ok(/"active".*Cloudflare Workers.*cannot listen/.test(error.message), `the message says why: ${error.message}`);
		},
	},
];
