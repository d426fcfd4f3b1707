import { equal, ok, rejects } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, type Client, fresh, session, type World } from "./world.ts";

/** Uploads, lists and downloads again; throws unless all three agree. */
async function roundTrip(world: World, client: Client, seed: number): Promise<void> {
	const folder = fresh(`round ${seed}`);
	await world.disk.mkdir(folder);
	const path = `${world.path}/${folder}`;
	const bytes = pattern(4096 + seed * 1009, seed);
	await client.upload(`${path}/file.bin`, bytes);
	const entries = await client.list(path);
	equal(
		entries.map(({ name, size }) => [name, size]),
		[["file.bin", bytes.length]],
		"the listing",
	);
	equal(await sha256(await client.download(`${path}/file.bin`)), await sha256(bytes), "what came back");
}

export const sessionChecks: readonly Check[] = [
	{
		name: "logs in, knows the features and where it is",
		async run(world) {
			await session(world, async (client) => {
				ok(client.features.size > 0, "the features are known");
				ok((await client.pwd()).startsWith("/"), "the working directory is an absolute path");
				equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
				equal(client.closed, false, "closed");
			});
		},
	},
	...(["eager", "off"] as const).map((pipelining) => ({
		name: `logs in and transfers with pipelining: ${pipelining}`,
		async run(world: World) {
			await session(
				world,
				async (client) => {
					ok(client.features.size > 0, "the features are known");
					for (const seed of [81, 82]) await roundTrip(world, client, seed);
				},
				{ pipelining },
			);
		},
	})),
	{
		name: "reports a wrong password as 530, without repeating it",
		async run(world) {
			const pass = "not-the-password";
			const client = world.newClient({ pass });
			try {
				const error = await rejects(() => client.connect(), { name: "FTPReplyError", code: 530 }, "the login");
				const shown = [String(error), error.stack, JSON.stringify(error), String(error.cause)].join("\n");
				ok(!shown.includes(pass), "the error does not contain the password");
			} finally {
				await client.close();
			}
		},
	},
	{
		name: "changes its directory",
		async run(world) {
			const folder = fresh("čř dir");
			await world.disk.mkdir(folder);
			await world.disk.write(`${folder}/here.txt`, pattern(12));
			await session(world, async (client) => {
				await client.cd(`${world.path}/${folder}`);
				equal(await client.pwd(), `${world.path}/${folder}`, "the working directory");
				equal((await client.download("here.txt")).length, 12, "a file by its relative name");
				equal(
					(await client.list()).map(({ name }) => name),
					["here.txt"],
					"the listing of the working directory",
				);
			});
		},
	},
	{
		name: "makes thirty transfers in one session",
		async run(world) {
			await session(world, async (client) => {
				for (let round = 1; round <= 10; round++) await roundTrip(world, client, round);
			});
		},
	},
	{
		name: "holds two sessions at once",
		async run(world) {
			const run = (first: number): Promise<void> =>
				session(world, async (client) => {
					for (let round = 0; round < 4; round++) await roundTrip(world, client, first + round);
				});
			await Promise.all([run(20), run(40)]);
		},
	},
	{
		name: "takes calls made at the same time in turn",
		async run(world) {
			await session(world, (client) => Promise.all([1, 2, 3].map((seed) => roundTrip(world, client, 60 + seed))));
		},
	},
	{
		name: "closes at any time, twice, and before connect()",
		async run(world) {
			const client = world.newClient();
			await client.close();
			await client.close();
			await client.connect();
			equal(client.closed, false, "closed, when connected after all");
			await client.close();
			const second = world.newClient();
			await second.connect();
			await Promise.all([second.close(), second.close()]);
			equal(second.closed, true, "closed");
		},
	},
];
