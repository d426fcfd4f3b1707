import { equal, rejects } from "./assert.ts";
import { type Check, type Client, type ClientOptions, fresh, session, type World } from "./world.ts";

const one = new Uint8Array(1);

/** Names that are not UTF-8; the raw ones are written with one character for each byte. */
interface Names {
	readonly title: string;
	readonly options: ClientOptions;
	/** A file that is there already. */
	readonly raw: string;
	readonly name: (client: Client) => string;
	/** What it is renamed to. */
	readonly newRaw: string;
	readonly newName: (client: Client) => string;
}

const always = (name: string) => (): string => name;
/** Whoever offers UTF8 has names in it, and what is none is kept as bytes; of others the listing shows what they have. */
const found = (bytes: string, latin1: string) => (client: Client) => (client.features.has("UTF8") ? bytes : latin1);

const scripts: readonly Names[] = [
	{
		title: "in an encoding that nobody has told",
		options: {},
		raw: "caf\xe9",
		name: found("caf\udce9", "café"),
		newRaw: "\xfcber",
		newName: found("\udcfcber", "über"),
	},
	{
		title: "that are no UTF-8 though they should be",
		options: { encoding: "utf-8" },
		raw: "caf\xe9",
		name: always("caf\udce9"),
		newRaw: "\xfcber",
		newName: always("\udcfcber"),
	},
	{
		title: "in ISO-8859-1",
		options: { encoding: "iso-8859-1" },
		raw: "caf\xe9 \x80 \xff",
		name: always("café \x80 ÿ"),
		newRaw: "\xff\xffber",
		newName: always("ÿÿber"),
	},
	{
		title: "in GBK",
		options: { encoding: "gbk" },
		raw: "\xd6\xd0\xce\xc4 \xc8",
		name: always("中文 \udcc8"),
		newRaw: "\xce\xc4\xd6\xd0",
		newName: always("文中"),
	},
	{
		title: "in Shift_JIS",
		options: { encoding: "shift_jis" },
		raw: "\x93\xfa\x96\x7b",
		name: always("日本"),
		newRaw: "\xb1\xb2\xb3",
		newName: always("ｱｲｳ"),
	},
];

/** A new folder with a file of that raw name. */
async function folderWith(world: World, raw: string): Promise<string> {
	const folder = fresh("encodings");
	await world.disk.mkdir(folder);
	await world.disk.writeRaw(folder, raw);
	return folder;
}

const sorted = (...names: string[]): string[] => names.sort();

async function use(world: World, client: Client, { raw, newRaw, ...names }: Names): Promise<void> {
	const folder = await folderWith(world, raw);
	const path = `${world.path}/${folder}`;
	const listed = (await client.list(path)).map((entry) => entry.name);
	// pyftpdlib shows a question mark for every byte that is no UTF-8, and finds no file by such a name.
	if (world.server.name === "pyftpdlib") {
		equal(listed, [raw.replace(/[^\p{ASCII}]/gu, "?")], "the name in the listing");
		const refusal = { name: "FTPReplyError", code: 550 };
		await rejects(() => client.download(`${path}/${names.name(client)}`), refusal, "downloading such a file");
		return;
	}
	// What an encoding is may have been learnt just now.
	const [name, newName] = [names.name(client), names.newName(client)];
	equal(listed, [name], "the name in the listing");
	const alone = (await client.names(path)).map((listedName) => listedName.slice(listedName.lastIndexOf("/") + 1));
	equal(alone, [name], "the name alone");
	equal(await client.download(`${path}/${name}`), one, "the file");
	equal(await client.exists(`${path}/${name}`), true, "whether it is there");
	await client.rename(`${path}/${name}`, `${path}/${newName}`);
	equal(await world.disk.rawNames(folder), [newRaw], "the name on the disk");
	await client.upload(`${path}/${name}`, one);
	equal(await world.disk.rawNames(folder), sorted(raw, newRaw), "the names on the disk");
	for (const each of [name, newName]) await client.remove(`${path}/${each}`);
	equal(await world.disk.rawNames(folder), [], "what is left");
}

export const encodingChecks: readonly Check[] = [
	...scripts.map(
		(names): Check => ({
			name: `uses files with names ${names.title}`,
			run: (world) => session(world, (client) => use(world, client, names), names.options),
		}),
	),
	{
		name: "sends nothing for a name that the encoding does not have",
		async run(world) {
			const error = { name: "FTPUsageError", code: "BAD_ARGUMENT" };
			await session(
				world,
				async (client) => {
					await rejects(() => client.upload(`${world.path}/日本`, one), error, "an upload");
					await client.pwd();
				},
				{ encoding: "koi8-r" },
			);
		},
	},
];
