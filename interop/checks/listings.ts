import { equal, ok, rejects } from "./assert.ts";
import { pattern } from "./bytes.ts";
import { type Check, fresh, type ListedEntry, session } from "./world.ts";

/** Names that servers, parsers and encodings have been seen to trip over. */
const oddNames: readonly string[] = [
	"plain.txt",
	"with space.txt",
	"two  spaces.txt",
	"semi;colon=1;.txt",
	"-dash.txt",
	"[brackets]*?.txt",
	"quote \"and' it.txt",
	"arrow -> here.txt",
	"žluťoučký kůň.txt",
	"日本語.txt",
	"emoji 😀.txt",
	"2024 Jan 01 12:00",
];

const byName = (names: Iterable<string>): string[] => [...names].sort();

/** NLST's names without the path that some servers put in front, and without Pure-FTPd's "." and "..". */
function bare(names: readonly string[], path: string): string[] {
	const stripped = names.map((name) => (name.startsWith(`${path}/`) ? name.slice(path.length + 1) : name));
	return byName(stripped.filter((name) => name !== "." && name !== ".."));
}

/** 501 is pyftpdlib's answer to MLSD. */
const isRefusal = { name: "FTPReplyError", code: [450, 501, 550] } as const;

export const listingChecks: readonly Check[] = [
	{
		name: "lists an empty directory as empty",
		async run(world) {
			const folder = fresh("empty");
			await world.disk.mkdir(folder);
			await session(world, async (client) => {
				const path = `${world.path}/${folder}`;
				equal(await client.list(path), [], "the listing");
				equal(bare(await client.names(path), path), [], "the names");
				equal(await client.list(path), [], "the listing once more");
			});
		},
	},
	{
		name: "lists names with spaces, punctuation and any script",
		async run(world) {
			const folder = fresh("odd names ž");
			await world.disk.mkdir(folder);
			for (const [at, name] of oddNames.entries()) await world.disk.write(`${folder}/${name}`, pattern(at));
			await world.disk.mkdir(`${folder}/a folder`);
			await session(world, async (client) => {
				const path = `${world.path}/${folder}`;
				const entries = await client.list(path);
				const all = byName([...oddNames, "a folder"]);
				equal(byName(entries.map(({ name }) => name)), all, "the names in the listing");
				for (const entry of entries) {
					const size = oddNames.indexOf(entry.name);
					equal(entry.type, size < 0 ? "directory" : "file", `the type of ${entry.name}`);
					if (size >= 0) equal(entry.size, size, `the size of ${entry.name}`);
				}
				equal(bare(await client.names(path), path), all, "the plain names");
			});
		},
	},
	{
		name: "reads back each odd name that it lists",
		async run(world) {
			const folder = fresh("odd names");
			await world.disk.mkdir(folder);
			await session(world, async (client) => {
				for (const [at, name] of oddNames.entries()) {
					const path = `${world.path}/${folder}/${name}`;
					await client.upload(path, pattern(at + 1));
					equal((await world.disk.file(`${folder}/${name}`))?.size, at + 1, `the size of ${name} on the disk`);
					equal((await client.download(path)).length, at + 1, `the size of ${name} downloaded`);
				}
			});
		},
	},
	{
		name: "lists 1,000 entries",
		async run(world) {
			const folder = fresh("thousand");
			await world.disk.fill(folder, 1000);
			const path = `${world.path}/${folder}`;
			await session(world, async (client) => {
				const entries = await client.list(path);
				equal(new Set(entries.map(({ name }) => name)).size, 1000, "the number of different names");
				ok(
					entries.every(({ type, size }) => type === "file" && size === 1),
					"each is a file of one byte",
				);
				const streamed: ListedEntry[] = [];
				for await (const entry of client.listStream(path)) streamed.push(entry);
				equal(byName(streamed.map(({ name }) => name)), byName(entries.map(({ name }) => name)), "the streamed names");
				equal(bare(await client.names(path), path), byName(entries.map(({ name }) => name)), "the plain names");
			});
		},
	},
	{
		name: "lists directories whose names look like options or patterns",
		async run(world) {
			const folder = fresh("odd");
			await world.disk.mkdir(folder);
			for (const name of ["-x", "[b]", "with space"]) {
				await world.disk.mkdir(`${folder}/${name}`);
				await world.disk.write(`${folder}/${name}/in it.txt`, pattern(3));
			}
			await session(world, async (client) => {
				await client.cd(`${world.path}/${folder}`);
				for (const name of ["-x", "[b]", "with space"]) {
					equal(
						(await client.list(name)).map((entry) => entry.name),
						["in it.txt"],
						`the entries of ${name}`,
					);
					equal(bare(await client.names(name), name), ["in it.txt"], `the names in ${name}`);
					equal(await client.pwd(), `${world.path}/${folder}`, "the working directory afterwards");
				}
			});
		},
	},
	{
		name: "walks a tree, whatever its directories are called",
		async run(world) {
			const root = fresh("tree");
			const folders = ["", "/-x", "/-x/[b]", "/-x/[b]/with space", "/-x/[b]/with space/*?", "/empty", "/žluťoučký kůň"];
			for (const folder of folders) {
				await world.disk.mkdir(`${root}${folder}`);
				if (folder !== "/empty") await world.disk.write(`${root}${folder}/in it.txt`, pattern(3));
			}
			const all = [
				...folders.slice(1),
				...folders.filter((folder) => folder !== "/empty").map((folder) => `${folder}/in it.txt`),
			];
			await session(world, async (client) => {
				const walked = async (path: string, depth?: number): Promise<string[]> => {
					const found: string[] = [];
					for await (const { path: one = "nowhere", type, size } of client.walk(path, depth === undefined ? {} : { depth })) {
						found.push(one);
						if (type === "file") equal((await client.download(one)).length, size, `the bytes of ${one}`);
					}
					return byName(found);
				};
				await client.cd(world.path);
				equal(await walked(root), byName(all.map((path) => root + path)), "the tree");
				await client.cd(root);
				equal(await walked("", 1), byName(["-x", "empty", "in it.txt", "žluťoučký kůň"]), "the first level");
				equal(await walked(""), byName(all.map((path) => path.slice(1))), "the tree from inside");
			});
		},
	},
	{
		name: "leaves a listing in the middle and goes on",
		async run(world) {
			const folder = fresh("left early");
			await world.disk.fill(folder, 1000);
			await session(world, async (client) => {
				let seen = 0;
				for await (const _ of client.listStream(`${world.path}/${folder}`)) if (++seen === 3) break;
				equal(seen, 3, "the entries seen");
				equal((await client.list(`${world.path}/${folder}`)).length, 1000, "the whole listing afterwards");
			});
		},
	},
	{
		name: "tells when a file was changed",
		async run(world) {
			const folder = fresh("times");
			const when = new Date("2020-02-29T11:22:33Z");
			await world.disk.mkdir(folder);
			await world.disk.write(`${folder}/old.txt`, pattern(5));
			await world.disk.touch(`${folder}/old.txt`, when);
			await session(world, async (client) => {
				const [entry] = await client.list(`${world.path}/${folder}`);
				// `ls -l` shows the day only, once a file is half a year old.
				const expected = entry?.modifiedAtPrecision === "day" ? new Date("2020-02-29T00:00:00Z") : when;
				equal(entry?.modifiedAt, expected, "modifiedAt in the listing");
				equal(await client.modifiedAt(`${world.path}/${folder}/old.txt`), when, "modifiedAt of the file");
			});
		},
	},
	{
		name: "gives entries that survive JSON",
		async run(world) {
			const folder = fresh("json");
			await world.disk.fill(folder, 2);
			await session(world, async (client) => {
				const entries = await client.list(`${world.path}/${folder}`);
				const copies = JSON.parse(JSON.stringify(entries)) as { name: string; size: number }[];
				equal(
					byName(copies.map(({ name, size }) => `${name} ${size}`)),
					["entry-0001.txt 1", "entry-0002.txt 1"],
					"the entries after JSON",
				);
			});
		},
	},
	{
		// vsftpd and Pure-FTPd answer LIST of it with 226 and nothing, as if it were empty.
		name: "reports a missing directory as an error, and goes on",
		async run(world) {
			await session(world, async (client) => {
				const missing = `${world.path}/${fresh("missing")}`;
				await rejects(() => client.list(missing), isRefusal, "the listing");
				await rejects(
					async () => {
						for await (const _ of client.listStream(missing));
					},
					isRefusal,
					"the streamed listing",
				);
				await rejects(() => client.names(missing), isRefusal, "the names");
				ok((await client.list(world.path)).length >= 0, "the session goes on");
			});
		},
	},
];
