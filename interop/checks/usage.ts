import { equal, fail, ok, rejects } from "./assert.ts";
import { type Check, type Client, type ClientOptions, session, type World } from "./world.ts";

const badArgument = { name: "FTPUsageError", code: "BAD_ARGUMENT" } as const;

/** What would end the command early, start another one, or name a file nobody meant. */
const badTexts: readonly (readonly [label: string, text: string])[] = [
	["CR", "a\rb"],
	["LF", "a\nb"],
	["CR LF and a command", "a\r\nDELE b"],
	["a trailing LF", "a\n"],
	["NUL", "a\0b"],
	["64 kB", "a".repeat(64 * 1024)],
	["half a surrogate pair", "a\ud800b"],
	["the other half", "\udc00"],
];

const badCounts: readonly number[] = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];

/** Every method that takes text to the server, once for each of its arguments. */
const textArguments: Readonly<Record<string, (client: Client, text: string) => unknown>> = {
	"download(path)": (client, text) => client.download(text),
	"downloadStream(path)": async (client, text) => (await client.downloadStream(text)).getReader().read(),
	"upload(path)": (client, text) => client.upload(text, "data"),
	"append(path)": (client, text) => client.append(text, "data"),
	"rename(from)": (client, text) => client.rename(text, "to"),
	"rename(to)": (client, text) => client.rename("from", text),
	"remove(path)": (client, text) => client.remove(text),
	"size(path)": (client, text) => client.size(text),
	"modifiedAt(path)": (client, text) => client.modifiedAt(text),
	"stat(path)": (client, text) => client.stat(text),
	"exists(path)": (client, text) => client.exists(text),
	"list(path)": (client, text) => client.list(text),
	"listStream(path)": (client, text) => client.listStream(text)[Symbol.asyncIterator]().next(),
	"names(path)": (client, text) => client.names(text),
	"cd(path)": (client, text) => client.cd(text),
	"mkdir(path)": (client, text) => client.mkdir(text),
	"rmdir(path)": (client, text) => client.rmdir(text),
	"command(verb)": (client, text) => client.command(text),
	"command(argument)": (client, text) => client.command("SITE", text),
	"command(second argument)": (client, text) => client.command("SITE", "CHMOD", text),
};

const countArguments: Readonly<Record<string, (client: Client, offset: number) => unknown>> = {
	"download(offset)": (client, offset) => client.download("file", { offset }),
	"downloadStream(offset)": async (client, offset) => (await client.downloadStream("file", { offset })).getReader().read(),
	"upload(offset)": (client, offset) => client.upload("file", "data", { offset }),
};

const everyCall: Readonly<Record<string, (client: Client) => unknown>> = {
	...Object.fromEntries(Object.entries(textArguments).map(([name, call]) => [name, (client: Client) => call(client, "NOOP")])),
	"pwd()": (client) => client.pwd(),
	"list()": (client) => client.list(),
	"names()": (client) => client.names(),
};

const badOptions: readonly (readonly [label: string, options: ClientOptions])[] = [
	...["", " ", "a b", "host\r\n", "host\0", "user@host", "host/path", "[::1]:21", "a".repeat(5000)].map(
		(host) => [`the host ${JSON.stringify(host.slice(0, 20))}`, { host }] as const,
	),
	...[0, -1, 65_536, 21.5, Number.NaN].map((port) => [`the port ${port}`, { port }] as const),
	...badTexts.flatMap(([label, text]) =>
		(["user", "pass", "account"] as const).map((option) => [`${label} in ${option}`, { [option]: text }] as const),
	),
];

const connections = (log: string): number => log.split("CONNECT: Client").length - 1;

/** Waits until the server has logged what `found` looks for. */
async function logWith(world: World, found: (log: string) => boolean): Promise<string> {
	for (let attempt = 0; attempt < 100; attempt++) {
		const log = await world.server.log();
		if (found(log)) return log;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	fail(`The server's log lacks what was waited for:\n${(await world.server.log()).slice(-2000)}`);
}

/** Runs `attempts` in a session and demands that the server has seen nothing of them. */
async function unseen(world: World, attempts: (client: Client) => Promise<void>): Promise<void> {
	await session(world, async (client) => {
		const [first, last] = [crypto.randomUUID(), crypto.randomUUID()];
		await client.command("HELP", first);
		await attempts(client);
		equal(client.closed, false, "whether the session is closed");
		await client.command("HELP", last);
		const log = await logWith(world, (text) => text.includes(last));
		const seen = log.split("\n").filter((line) => line.includes("FTP command:"));
		const at = (mark: string): number => seen.findIndex((line) => line.includes(mark));
		ok(at(first) >= 0, "the server logs what it is sent");
		equal(seen.slice(at(first) + 1, at(last)), [], "the commands sent for bad arguments");
	});
}

/** For vsftpd, which logs every connection and every command. */
export const usageChecks: readonly Check[] = [
	...badTexts.map(
		([label, text]): Check => ({
			name: `refuses ${label} in every argument, with nothing on the wire`,
			run: (world) =>
				unseen(world, async (client) => {
					for (const [name, call] of Object.entries(textArguments)) await rejects(() => call(client, text), badArgument, name);
				}),
		}),
	),
	{
		name: "refuses offsets that are no number of bytes, with nothing on the wire",
		run: (world) =>
			unseen(world, async (client) => {
				for (const [name, call] of Object.entries(countArguments)) {
					for (const count of badCounts) await rejects(() => call(client, count), badArgument, `${name}: ${count}`);
				}
			}),
	},
	{
		name: "refuses bad hosts, ports and credentials without dialling anybody",
		async run(world) {
			const before = connections(await world.server.log());
			const dialled: string[] = [];
			const allowConnect = (host: string, port: number): boolean => dialled.push(`${host}:${port}`) > 0;
			for (const [label, options] of badOptions) {
				await rejects(
					async () => {
						const client = world.newClient({ ...options, allowConnect });
						await client.connect().finally(() => client.close());
					},
					badArgument,
					label,
				);
			}
			equal(dialled, [], "what was dialled");
			await session(world, (client) => client.command("NOOP"));
			const after = await logWith(world, (log) => connections(log) > before);
			equal(connections(after), before + 1, "the connections that came to the server");
		},
	},
	{
		name: "refuses every call before connect(), without dialling anybody",
		async run(world) {
			const dialled: string[] = [];
			const client = world.newClient({ allowConnect: (host) => dialled.push(host) > 0 });
			for (const [name, call] of Object.entries(everyCall)) {
				await rejects(() => call(client), { name: "FTPUsageError", code: "NOT_CONNECTED" }, name);
			}
			await client.close();
			equal(dialled, [], "what was dialled");
		},
	},
	{
		name: "refuses every call after close()",
		async run(world) {
			const client = world.newClient();
			await client.connect();
			await client.close();
			for (const [name, call] of Object.entries(everyCall)) {
				await rejects(() => call(client), { name: "FTPUsageError", code: "NOT_CONNECTED" }, name);
			}
		},
	},
	{
		name: "refuses to connect twice",
		run: (world) =>
			session(world, async (client) => {
				await rejects(() => client.connect(), { name: "FTPUsageError", code: "ALREADY_CONNECTED" }, "connecting again");
				equal((await client.command("NOOP")).code, 200, "the answer to NOOP");
			}),
	},
];
