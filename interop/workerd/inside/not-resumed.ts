import { equal, ok, rejects } from "../../checks/assert.ts";
import { pattern } from "../../checks/bytes.ts";
import { type Check, fresh, session } from "../../checks/world.ts";

/**
 * For servers that demand a resumed TLS session on data connections, and a runtime that never resumes one: everything on the
 * control connection works, every transfer is the one error that says what to change.
 */
const notResumed = { name: "FTPTLSError", code: "SESSION_NOT_RESUMED" } as const;

export const notResumedChecks: readonly Check[] = [
	{
		name: "works without a data connection",
		async run(world) {
			const folder = fresh("no data");
			await session(world, async (client) => {
				await client.mkdir(`${world.path}/${folder}`);
				equal(await world.disk.isDirectory(folder), true, "whether the directory is on the disk");
				await client.rename(`${world.path}/${folder}`, `${world.path}/${folder} 2`);
				await client.rmdir(`${world.path}/${folder} 2`);
				equal(await world.disk.isDirectory(`${folder} 2`), false, "whether it still is");
			});
		},
	},
	{
		name: "cannot list",
		run: (world) =>
			session(world, async (client) => {
				const error = await rejects(() => client.list(world.path), notResumed, "the listing");
				ok(/resum/iu.test(error.message), `the message says what to change: ${error.message}`);
			}),
	},
	{
		name: "cannot download",
		async run(world) {
			const name = fresh("not resumed.bin");
			await world.disk.write(name, pattern(100_000));
			await session(world, async (client) => {
				await rejects(() => client.download(`${world.path}/${name}`), notResumed, "the download");
			});
		},
	},
	{
		name: "cannot upload, and nothing of the file is left in its name but an empty one",
		async run(world) {
			const name = fresh("not resumed up.bin");
			await session(world, async (client) => {
				await rejects(() => client.upload(`${world.path}/${name}`, pattern(100_000)), notResumed, "the upload");
			});
			equal((await world.disk.file(name))?.size ?? 0, 0, "the size of what the server stored");
		},
	},
];

/**
 * For servers that demand the session of their own control connection (ProFTPD; vsftpd takes any of its sessions), and a runtime
 * that resumes from one cache by server name: two sessions at once take each other's. Whether a transfer meets that is chance;
 * when it does, it is the one error, and a session that is alone again has no trouble.
 */
export const sharedCacheChecks: readonly Check[] = [
	{
		name: "two sessions at once transfer, or fail with the one error",
		async run(world) {
			const list = (): Promise<string[]> =>
				session(world, async (client) => {
					const outcomes: string[] = [];
					for (let round = 0; round < 6; round++) {
						const outcome = client.list(world.path).then(
							() => "done",
							(error: Error & { code?: unknown }) => `${error.name} ${error.code}`,
						);
						outcomes.push(await outcome);
					}
					return outcomes;
				});
			const outcomes = (await Promise.all([list(), list()])).flat();
			equal(outcomes.length, 12, "the number of listings");
			const others = outcomes.filter((outcome) => !["done", "FTPTLSError SESSION_NOT_RESUMED"].includes(outcome));
			equal(others, [], "outcomes of another kind");
			await session(world, async (client) => {
				const name = fresh("alone.bin");
				await client.upload(`${world.path}/${name}`, pattern(5000));
				equal((await client.download(`${world.path}/${name}`)).length, 5000, "the bytes of a session that is alone");
			});
		},
	},
];
