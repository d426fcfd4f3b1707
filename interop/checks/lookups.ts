import { equal, ok, rejects } from "./assert.ts";
import { pattern } from "./bytes.ts";
import { type Check, fresh, type ListedEntry, session, type World } from "./world.ts";

/** Names that servers take for an option, a pattern or two words. */
const oddNames: readonly string[] = ["-x", "a b", " lead", "trail ", "[b]", "st*r", "q?", "{c}", "~t"];

const namesOf = (entries: readonly ListedEntry[]): string[] => entries.map(({ name }) => name).sort();

/** A folder with a file that is changed at `when`, and one whose name begins with a dot. */
async function makeFolder(world: World, when: Date): Promise<string> {
	const folder = fresh("looked up");
	await world.disk.mkdir(folder);
	for (const name of ["seen.txt", ".hidden"]) {
		await world.disk.write(`${folder}/${name}`, pattern(7));
		await world.disk.touch(`${folder}/${name}`, when);
	}
	await world.disk.mkdir(`${folder}/sub`);
	return folder;
}

/** An hour ago, to the second: a listing tells such a time by the minute. */
const recently = (): Date => new Date(Math.floor(Date.now() / 1000 - 3600) * 1000);

/** The codes with which servers refuse what is not there; 450 is ProFTPD's to STAT. */
const isMissing = { name: "FTPReplyError", code: [450, 550] } as const;

export const lookupChecks: readonly Check[] = [
	{
		name: "tells what is known of one path",
		async run(world) {
			const when = recently();
			const path = `${world.path}/${await makeFolder(world, when)}`;
			await session(world, async (client) => {
				for (const name of ["seen.txt", ".hidden"]) {
					const { type, size, modifiedAt, ...entry } = await client.stat(`${path}/${name}`);
					equal({ name: entry.name, type, size }, { name, type: "file", size: 7 }, `what is known of ${name}`);
					equal(modifiedAt, when, `when ${name} was changed`);
					ok(/rw|6/.test(entry.permissions ?? ""), `the permissions of ${name}: ${entry.permissions}`);
				}
				equal((await client.stat(`${path}/sub`)).type, "directory", "the type of a directory");
				await client.cd(path);
				equal((await client.stat("seen.txt")).size, 7, "the size by a relative path");
				for (const root of ["/", "."]) equal((await client.stat(root)).type, "directory", `the type of ${root}`);
				await rejects(() => client.stat(`${path}/missing`), isMissing, "what is not there");
				equal(await client.pwd(), path, "the current directory afterwards");
			});
		},
	},
	{
		name: "tells whether something is there",
		async run(world) {
			const path = `${world.path}/${await makeFolder(world, recently())}`;
			await session(world, async (client) => {
				for (const name of ["seen.txt", ".hidden", "sub", ".", "sub/../seen.txt"])
					equal(await client.exists(`${path}/${name}`), true, `whether ${name} is there`);
				for (const name of ["missing", "missing/too", "sub/seen.txt"])
					equal(await client.exists(`${path}/${name}`), false, `whether ${name} is there`);
			});
		},
	},
	{
		name: "lists hidden names where they are asked for",
		async run(world) {
			const path = `${world.path}/${await makeFolder(world, recently())}`;
			await session(world, async (client) => {
				equal(namesOf(await client.list(path, { hidden: true })), [".hidden", "seen.txt", "sub"], "the names");
				equal(await client.list(`${path}/sub`, { hidden: true }), [], "the names in an empty directory");
				const bare = (await client.names(path, { hidden: true })).map((name) => name.slice(name.lastIndexOf("/") + 1));
				equal(bare.sort(), [".hidden", "seen.txt", "sub"], "the plain names");
				await client.cd(path);
				equal(namesOf(await client.list("", { hidden: true })), [".hidden", "seen.txt", "sub"], "the names in the current one");
				await rejects(() => client.list(`${path}/missing`, { hidden: true }), { name: "FTPReplyError" }, "a missing directory");
			});
		},
	},
	{
		name: "lists on the control connection",
		async run(world) {
			const path = `${world.path}/${await makeFolder(world, recently())}`;
			const dialled: string[] = [];
			const allowConnect = (_host: string, _port: number, purpose: string): boolean => dialled.push(purpose) > 0;
			await session(
				world,
				async (client) => {
					const entries = await client.list(path, { via: "control", hidden: true });
					equal(namesOf(entries), [".hidden", "seen.txt", "sub"], "the names");
					const seen = entries.find(({ name }) => name === "seen.txt");
					equal([seen?.type, seen?.size], ["file", 7], "the type and the size");
					equal(await client.list(`${path}/sub`, { via: "control" }), [], "the names in an empty directory");
					await client.cd(path);
					ok(namesOf(await client.list("", { via: "control" })).includes("seen.txt"), "the file in the current directory");
					await rejects(() => client.list(`${path}/missing`, { via: "control" }), isMissing, "a missing directory");
					const streamed: ListedEntry[] = [];
					for await (const entry of client.listStream(path, { via: "control", hidden: true })) streamed.push(entry);
					equal(streamed, entries, "the entries as a stream");
					equal(dialled, ["control"], "the connections that were made");
				},
				{ allowConnect },
			);
		},
	},
	{
		name: "lists odd names by every command that lists",
		async run(world) {
			const folder = fresh("odd");
			await world.disk.mkdir(folder);
			for (const name of oddNames) {
				await world.disk.mkdir(`${folder}/${name}`);
				await world.disk.write(`${folder}/${name}/in it.txt`, pattern(3));
			}
			await session(world, async (client) => {
				await client.cd(`${world.path}/${folder}`);
				for (const name of oddNames) {
					for (const options of [{}, { hidden: true }, { via: "control" }, { via: "control", hidden: true }] as const) {
						equal(
							namesOf(await client.list(name, options)),
							["in it.txt"],
							`${JSON.stringify(name)}, ${JSON.stringify(options)}`,
						);
					}
					equal((await client.stat(name)).type, "directory", `the type of ${JSON.stringify(name)}`);
					equal((await client.stat(`${name}/in it.txt`)).size, 3, `the size of the file in ${JSON.stringify(name)}`);
					equal(await client.exists(name), true, `whether ${JSON.stringify(name)} is there`);
				}
			});
		},
	},
	{
		name: "gets all facts that MLST has, also those that must be asked for",
		async run(world) {
			const path = `${world.path}/${await makeFolder(world, recently())}`;
			await session(world, async (client) => {
				const offered = String(client.features.get("MLST") ?? "").toLowerCase();
				const seen = (await client.list(path)).find(({ name }) => name === "seen.txt");
				const names = offered.split(";").map((fact) => fact.trim().replace("*", ""));
				for (const name of names.filter((fact) => /^unix\./.test(fact))) {
					ok(seen?.facts?.[name], `the fact ${name}, which ${world.server.name} offers`);
				}
			});
		},
	},
	{
		name: "finds that the server's clock shows UTC",
		async run(world) {
			const when = recently();
			const path = `${world.path}/${await makeFolder(world, when)}`;
			await session(
				world,
				async (client) => {
					const entries = await client.list(path, { via: "control" });
					const toTheMinute = new Date(Math.floor(when.getTime() / 60_000) * 60_000);
					equal(entries.find(({ name }) => name === "seen.txt")?.modifiedAt, toTheMinute, "when the file was changed");
				},
				{ serverTimeZone: "auto" },
			);
		},
	},
];

/** For a server whose clock shows the time of Tokyo. */
export const clockChecks: readonly Check[] = (["auto", 540, "Asia/Tokyo"] as const).map((serverTimeZone) => ({
	name: `reads the times of listings by the server's clock, ${serverTimeZone}`,
	async run(world): Promise<void> {
		const when = recently();
		const path = `${world.path}/${await makeFolder(world, when)}`;
		await session(
			world,
			async (client) => {
				const toTheMinute = new Date(Math.floor(when.getTime() / 60_000) * 60_000);
				for (const attempt of ["the first listing", "the second"]) {
					const entries = await client.list(path, { via: "control" });
					equal(entries.find(({ name }) => name === "seen.txt")?.modifiedAt, toTheMinute, attempt);
				}
				// MLSD and MDTM tell UTC, whatever the clock shows.
				const [seen] = (await client.list(path)).filter(({ name }) => name === "seen.txt");
				equal(seen?.modifiedAt, when, "the time by MLSD");
				equal(await client.modifiedAt(`${path}/seen.txt`), when, "the time by MDTM");
			},
			{ serverTimeZone },
		);
	},
}));
