import { equal, ok, rejects } from "./assert.ts";
import { collect, pattern, pieces, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, session, type World } from "./world.ts";

const date = new Date("2001-02-03T04:05:06Z");
const missing = { name: "FTPReplyError", code: [550, 553] } as const;
/** What a server says to a command that it does not know. */
const unknown = { name: "FTPReplyError", code: [500, 502] } as const;

/** A file on the server, and a session. */
async function withFile(world: World, bytes: Uint8Array, work: (client: Client, path: string) => Promise<void>): Promise<void> {
	const name = fresh("metadata č.bin");
	await world.disk.write(name, bytes);
	await session(world, (client) => work(client, `${world.path}/${name}`));
}

/** Whether the server computes hashes: of the four, ProFTPD with mod_digest. */
const hasHashes = (client: Client): boolean => client.features.has("HASH") || client.features.has("XSHA256");

export const metadataChecks: readonly Check[] = [
	{
		name: "sets the time of modification",
		run: (world) =>
			withFile(world, pattern(10), async (client, path) => {
				await client.setModifiedAt(path, date);
				equal(await client.modifiedAt(path), date, "the time that was set");
				await rejects(() => client.setModifiedAt(`${path}.not`, date), missing, "the time of a missing file");
				equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
			}),
	},
	{
		name: "sets the time of modification by SITE UTIME, where that is known",
		run: (world) =>
			withFile(world, pattern(10), async (client, path) => {
				const time = "20010203040506";
				const isKnown = /proftpd|pureftpd/.test(world.server.name);
				const long = (): Promise<unknown> => client.site("UTIME", path, time, time, time, "UTC");
				if (!isKnown) return void (await rejects(long, unknown, "SITE UTIME"));
				await long();
				equal(await client.modifiedAt(path), date, "the time by the long form");
				await client.site("UTIME", "20010203040507", path);
				equal(await client.modifiedAt(path), new Date(date.getTime() + 1000), "the time by the short form");
			}),
	},
	{
		name: "sets permissions",
		run: (world) =>
			withFile(world, pattern(10), async (client, path) => {
				await client.chmod(path, 0o640);
				const entry = (await client.list(world.path)).find(({ name }) => path.endsWith(name));
				// pyftpdlib writes octal as Python does. Where it is vsftpd that lists, it is letters.
				ok(/^(?:rw-r-----|(?:0o?)?640)$/.test(entry?.permissions ?? ""), `permissions of 640, not ${entry?.permissions}`);
				await client.chmod(path, "rw-r--r--");
				await rejects(() => client.chmod(`${path}.not`, "600"), missing, "the permissions of a missing file");
			}),
	},
	{
		name: "tells hashes, or that the server offers none",
		run: (world) => {
			const bytes = pattern(123_456);
			return withFile(world, bytes, async (client, path) => {
				const none = { name: "FTPUsageError", code: "UNSUPPORTED" };
				if (!hasHashes(client)) return void (await rejects(() => client.hash(path, "SHA-256"), none, "the hash"));
				for (let time = 0; time < 2; time++) {
					equal(await client.hash(path, "SHA-256"), await sha256(bytes), "the SHA-256");
					equal((await client.hash(path, "MD5")).length, 32, "the digits of the MD5");
				}
				await rejects(() => client.hash(`${path}.not`, "SHA-1"), missing, "the hash of a missing file");
			});
		},
	},
	{
		name: "verifies downloads",
		run: (world) => {
			const bytes = pattern(1_234_567);
			return withFile(world, bytes, async (client, path) => {
				const expected = await sha256(bytes);
				equal(await sha256(await client.download(path, { verify: true })), expected, "the download");
				equal(await sha256(await client.download(path, { verify: "size" })), expected, "the download, by size");
				const stream = await client.downloadStream(path, { verify: true });
				equal(await sha256(await collect(stream as unknown as AsyncIterable<Uint8Array>)), expected, "the stream");
				for (const verify of hasHashes(client) ? (["SHA-512", "SHA-256", "SHA-1", "MD5", "CRC32"] as const) : []) {
					equal(await sha256(await client.download(path, { verify })), expected, `the download, by ${verify}`);
				}
				equal((await client.download(path, { offset: 1_234_000, verify: true })).length, 567, "a part, by size");
			});
		},
	},
	{
		name: "verifies uploads",
		run: (world) =>
			session(world, async (client) => {
				const name = fresh("verified ž.bin");
				const bytes = pattern(1_234_567, 2);
				await client.upload(`${world.path}/${name}`, bytes, { verify: true });
				equal((await world.disk.file(name))?.sha256, await sha256(bytes), "the file on the disk");
				await client.upload(`${world.path}/${name}`, "more", { append: true, verify: true });
				equal((await world.disk.file(name))?.size, 1_234_571, "the size of the longer file");
			}),
	},
	{
		// In a session of its own: bytes that come once cannot be sent again, which a second upload may need where workerd offers ProFTPD a
		// ticket of an earlier session.
		name: "verifies an upload of bytes that come only once",
		run: (world) =>
			session(world, async (client) => {
				const name = fresh("verified stream.bin");
				const bytes = pattern(1_234_567, 3);
				const source = async function* (): AsyncIterable<Uint8Array> {
					yield* pieces(bytes, 100_000);
				};
				await client.upload(`${world.path}/${name}`, source(), { verify: true, allocate: bytes.length });
				equal((await world.disk.file(name))?.sha256, await sha256(bytes), "the file on the disk");
			}),
	},
	{
		name: "announces sizes, and hears of it where they do not fit",
		run: (world) =>
			session(world, async (client) => {
				const name = fresh("allocated.bin");
				await client.upload(`${world.path}/${name}`, pattern(1000), { allocate: true });
				equal((await world.disk.file(name))?.size, 1000, "the size on the disk");
				const huge = `${name}.huge`;
				const upload = (): Promise<unknown> => client.upload(`${world.path}/${huge}`, "x", { allocate: 2 ** 50 });
				// The others take any number.
				if (world.server.name !== "pureftpd") return void (await upload());
				await rejects(upload, { name: "FTPReplyError", code: 552 }, "an upload of a petabyte");
				equal(await world.disk.file(huge), undefined, "the file on the disk");
			}),
	},
	{
		name: "stores under a name of the server's",
		run: (world) =>
			session(world, async (client) => {
				await client.cd(world.path);
				const first = await client.uploadUnique(pattern(5000));
				const second = await client.uploadUnique(pattern(6000));
				ok(first.name !== undefined && second.name !== undefined, "the server tells the names");
				ok(first.name !== second.name, "the names are different");
				equal((await world.disk.file(first.name))?.size, 5000, "the size of the first file");
				equal((await world.disk.file(second.name))?.size, 6000, "the size of the second file");
			}),
	},
	{
		name: "asks the server about itself",
		run: (world) =>
			session(world, async (client) => {
				ok(/unix/i.test(await client.system()), "SYST tells of Unix");
				equal((await client.status()).code, 211, "the answer to STAT");
				equal((await client.help()).code, 214, "the answer to HELP");
				await rejects(() => client.available(), unknown, "AVBL, which none of the four knows");
				await rejects(() => client.site("NOSUCHTHING"), unknown, "an unknown SITE command");
			}),
	},
	{
		name: "renames a directory with what is in it",
		run: (world) =>
			session(world, async (client) => {
				const [from, to] = [fresh("folder"), fresh("folder 2")];
				await world.disk.fill(from, 1);
				await client.rename(`${world.path}/${from}`, `${world.path}/${to}`);
				equal(await world.disk.isDirectory(from), false, "the old folder is on the disk");
				equal((await world.disk.file(`${to}/entry-0001.txt`))?.size, 1, "the size of the file in it");
			}),
	},
];
