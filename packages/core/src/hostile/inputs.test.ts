import { expect, test } from "vitest";
import { FTPClient } from "../client/client.ts";
import { FTPPool } from "../client/pool.ts";
import { SmallFTPClient } from "../client/small-client.ts";
import { type Fixture, fixture } from "../client/test-fixture.ts";
import { FTPUsageError } from "../errors/index.ts";
import { notPath, notText, wrongOptions } from "./wrong-values.ts";

/** What can be called. */
type Methods<Client> = { [Name in keyof Client]: Client[Name] extends (...args: never) => unknown ? Name : never }[keyof Client];
type Name = Exclude<Methods<FTPClient>, symbol>;

/** An argument: its name, what it must not be, and the call with that in its place, all else right. */
type Row = readonly [argument: string, wrong: readonly unknown[], call: (client: FTPClient, wrong: never) => unknown];

const sink = { write: (): undefined => undefined };
const source = { read: async (): Promise<undefined> => undefined, rewind: (): boolean => true, cancel: (): void => undefined };
const notData: readonly unknown[] = [42, null, undefined, true, {}, [], Symbol("a"), { length: 5 }];
const notDate: readonly unknown[] = [
	Number.NaN,
	0,
	"2024-01-01",
	null,
	undefined,
	{},
	new Date(Number.NaN),
	new Date(Date.UTC(10_000, 0)),
];
const notMode: readonly unknown[] = [-1, 1.5, Number.NaN, 0o10000, "", "rwx", "9", "644\r\nDELE a", null, undefined, {}, 0o644n];
const notAlgorithm: readonly unknown[] = ["", "MD17", "SHA-256\r\nDELE a", "constructor", 5, null, undefined, {}];
const notOwn: readonly unknown[] = [null, undefined, 5, {}, "x", { write: 5 }, { read: async () => undefined }];
const notDirectory = notText.filter((value) => value !== "");

/** A new method without a row does not compile, and one that TypeScript does not see fails the first test below. */
const METHODS: Readonly<Record<Name, readonly Row[]>> = {
	connect: [["options", wrongOptions.call, (client, wrong) => client.connect(wrong)]],
	close: [],
	run: [
		["operation", [null, undefined, 5, {}, () => undefined], (client, wrong) => client.run(wrong)],
		["options", wrongOptions.call, (client, wrong) => client.run((function* () {})(), wrong)],
	],
	command: [
		["verb", [...notPath, "5", "A B", "é", "RETR", "quit", "X".repeat(17)], (client, wrong) => client.command(wrong)],
		["argument", [...notText, undefined], (client, wrong) => client.command("SITE", wrong)],
		["second argument", [...notText, undefined], (client, wrong) => client.command("OPTS", "UTF8", wrong)],
	],
	download: [
		["path", notPath, (client, wrong) => client.download(wrong)],
		["path, verified", notPath, (client, wrong) => client.download(wrong, { verify: true })],
		["path, with an offset", notPath, (client, wrong) => client.download(wrong, { offset: 5 })],
		["options", wrongOptions.download, (client, wrong) => client.download("f", wrong)],
	],
	downloadStream: [
		["path", notPath, (client, wrong) => client.downloadStream(wrong)],
		["options", wrongOptions.download, (client, wrong) => client.downloadStream("f", wrong)],
	],
	downloadTo: [
		["sink", notOwn, (client, wrong) => client.downloadTo(wrong, "f")],
		["path", notPath, (client, wrong) => client.downloadTo(sink, wrong)],
		["options", wrongOptions.download, (client, wrong) => client.downloadTo(sink, "f", wrong)],
	],
	upload: [
		["path", notPath, (client, wrong) => client.upload(wrong, "data")],
		["path, announced", notPath, (client, wrong) => client.upload(wrong, "data", { allocate: true })],
		["path, as text", notPath, (client, wrong) => client.upload(wrong, "data", { type: "ascii" })],
		["data", notData, (client, wrong) => client.upload("f", wrong)],
		["options", wrongOptions.upload, (client, wrong) => client.upload("f", new Blob(["data"]).stream(), wrong)],
	],
	uploadFrom: [
		["source", notOwn, (client, wrong) => client.uploadFrom(wrong, "f")],
		["path", notPath, (client, wrong) => client.uploadFrom(source, wrong)],
		["options", wrongOptions.upload, (client, wrong) => client.uploadFrom(source, "f", wrong)],
	],
	uploadStream: [
		["path", notPath, (client, wrong) => client.uploadStream(wrong)],
		["options", wrongOptions.upload, (client, wrong) => client.uploadStream("f", wrong)],
	],
	uploadUnique: [
		["data", notData, (client, wrong) => client.uploadUnique(wrong)],
		["options", wrongOptions.unique, (client, wrong) => client.uploadUnique(new Blob(["data"]).stream(), wrong)],
	],
	append: [
		["path", notPath, (client, wrong) => client.append(wrong, "data")],
		["path, verified", notPath, (client, wrong) => client.append(wrong, "data", { verify: true })],
		["data", notData, (client, wrong) => client.append("f", wrong)],
	],
	list: [
		["path", notDirectory, (client, wrong) => client.list(wrong)],
		["path, with hidden names", notDirectory, (client, wrong) => client.list(wrong, { hidden: true })],
		["path, on the control connection", notDirectory, (client, wrong) => client.list(wrong, { via: "control" })],
		["options", wrongOptions.list, (client, wrong) => client.list("", wrong)],
	],
	listStream: [
		["path", notDirectory, (client, wrong) => client.listStream(wrong).next()],
		["options", wrongOptions.list, (client, wrong) => client.listStream("", wrong).next()],
	],
	walk: [
		["path", notDirectory, (client, wrong) => client.walk(wrong).next()],
		["options", wrongOptions.walk, (client, wrong) => client.walk("", wrong).next()],
	],
	names: [
		["path", notDirectory, (client, wrong) => client.names(wrong)],
		["options", wrongOptions.names, (client, wrong) => client.names("", wrong)],
	],
	stat: pathAndOptions((client, ...args) => client.stat(...args)),
	exists: pathAndOptions((client, ...args) => client.exists(...args)),
	size: pathAndOptions((client, ...args) => client.size(...args)),
	sizeExact: pathAndOptions((client, ...args) => client.sizeExact(...args)),
	modifiedAt: pathAndOptions((client, ...args) => client.modifiedAt(...args)),
	remove: pathAndOptions((client, ...args) => client.remove(...args)),
	rmdir: [
		["path", notPath, (client, wrong) => client.rmdir(wrong)],
		["path, with all in it", [...notPath, "/", ".", "..", "a/.."], (client, wrong) => client.rmdir(wrong, { recursive: true })],
		["options", wrongOptions.mkdir, (client, wrong) => client.rmdir("d", wrong)],
	],
	cd: pathAndOptions((client, ...args) => client.cd(...args)),
	hash: [
		["path", notPath, (client, wrong) => client.hash(wrong, "SHA-1")],
		["algorithm", notAlgorithm, (client, wrong) => client.hash("f", wrong)],
		["options", wrongOptions.call, (client, wrong) => client.hash("f", "SHA-1", wrong)],
	],
	setModifiedAt: [
		["path", notPath, (client, wrong) => client.setModifiedAt(wrong, new Date(0))],
		["date", notDate, (client, wrong) => client.setModifiedAt("f", wrong)],
		["options", wrongOptions.call, (client, wrong) => client.setModifiedAt("f", new Date(0), wrong)],
	],
	chmod: [
		["path", notPath, (client, wrong) => client.chmod(wrong, 0o644)],
		["mode", notMode, (client, wrong) => client.chmod("f", wrong)],
		["options", wrongOptions.call, (client, wrong) => client.chmod("f", 0o644, wrong)],
	],
	available: [
		["path", notDirectory, (client, wrong) => client.available(wrong)],
		["options", wrongOptions.call, (client, wrong) => client.available("", wrong)],
	],
	quota: onlyOptions((client, wrong) => client.quota(wrong)),
	system: onlyOptions((client, wrong) => client.system(wrong)),
	pwd: onlyOptions((client, wrong) => client.pwd(wrong)),
	cdup: onlyOptions((client, wrong) => client.cdup(wrong)),
	status: [
		["path", notDirectory, (client, wrong) => client.status(wrong)],
		["options", wrongOptions.call, (client, wrong) => client.status("", wrong)],
	],
	help: [
		["topic", notDirectory, (client, wrong) => client.help(wrong)],
		["options", wrongOptions.call, (client, wrong) => client.help("", wrong)],
	],
	site: [
		["command", [...notText, undefined], (client, wrong) => client.site(wrong)],
		["argument", [...notText, undefined], (client, wrong) => client.site("CHMOD", "644", wrong)],
	],
	rename: [
		["from", notPath, (client, wrong) => client.rename(wrong, "b")],
		["to", notPath, (client, wrong) => client.rename("a", wrong)],
		["options", wrongOptions.call, (client, wrong) => client.rename("a", "b", wrong)],
	],
	mkdir: [
		["path", notPath, (client, wrong) => client.mkdir(wrong)],
		["path, with those above it", notPath, (client, wrong) => client.mkdir(wrong, { recursive: true })],
		[
			"a part of the path",
			notText.filter((part) => typeof part === "string"),
			(client, wrong) => client.mkdir(`x/${wrong}/y`, { recursive: true }),
		],
		["options", wrongOptions.mkdir, (client, wrong) => client.mkdir("d", wrong)],
	],
};

function pathAndOptions(call: (client: FTPClient, path: string, options?: object) => unknown): readonly Row[] {
	return [
		["path", notPath, (client, wrong) => call(client, wrong)],
		["options", wrongOptions.call, (client, wrong) => call(client, "f", wrong)],
	];
}

function onlyOptions(call: (client: FTPClient, wrong: never) => unknown): readonly Row[] {
	return [["options", wrongOptions.call, call]];
}

/** What an object has of methods, by its classes. */
function methodsOf(object: object): string[] {
	const names = new Set<string>();
	for (let at = Object.getPrototypeOf(object); at !== Object.prototype; at = Object.getPrototypeOf(at))
		for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
			if (typeof value === "function" && name !== "constructor") names.add(name);
	return [...names].sort();
}

const small = (all: Fixture): SmallFTPClient => {
	const client = new SmallFTPClient("ftp.test", { user: "bob", pass: "hunter2", clock: all.clock, dialer: all.network.dialer() });
	all.alsoClose(client);
	return client;
};
const CLIENTS: Readonly<Record<string, (all: Fixture) => object>> = {
	FTPClient: (all) => all.client,
	FTPPool: (all) => all.pool(),
	SmallFTPClient: small,
};

test.each([["FTPClient"], ["FTPPool"], ["SmallFTPClient"]])("70: every method of %s is in the table", async (kind) => {
	const client = CLIENTS[kind]?.(await fixture({ connect: false })) ?? {};
	expect(methodsOf(client).filter((name) => !Object.hasOwn(METHODS, name))).toEqual([]);
	if (kind !== "SmallFTPClient") expect(methodsOf(client)).toEqual(Object.keys(METHODS).sort());
});

/** An object as the names and types of what is in it: not every value here can be made a string. */
function inspect(value: unknown): string {
	if (typeof value !== "object" || value === null) return String(value);
	return Object.entries(value)
		.map(([name, part]) => `${name}: ${typeof part === "object" ? "object" : String(part)}`)
		.join();
}

/** How a value can be shown. */
const shown = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : inspect(value));

/** What each of them has: the row, and for a small client only what it knows of listings. */
const rows = Object.entries({ FTPClient, FTPPool, SmallFTPClient }).flatMap(([kind, { prototype }]) =>
	Object.entries(METHODS)
		.filter(([name]) => name in prototype)
		.flatMap(([name, all]) => all.map(([argument, wrong, call]) => ({ kind, name, argument, wrong: known(kind, wrong), call }))),
);

function known(kind: string, wrong: readonly unknown[]): readonly unknown[] {
	return kind === "SmallFTPClient" && wrong === wrongOptions.list ? wrongOptions.call : wrong;
}

test.each(rows)("70, 72, 74, 78: $kind $name() refuses a wrong $argument, and sends nothing", async ({ kind, wrong, call }) => {
	const all = await fixture({ connect: false });
	const client = CLIENTS[kind]?.(all) as FTPClient;
	await client.connect();
	const [commands, dials] = [all.server.commands.length, all.network.dials.length];
	for (const value of wrong) {
		const outcome = await (async () => call(client, value as never))().catch((error: unknown) => error);
		expect(outcome, shown(value)).toBeInstanceOf(FTPUsageError);
		expect(["BAD_ARGUMENT", "UNSUPPORTED"], shown(value)).toContain((outcome as FTPUsageError).code);
	}
	expect(all.server.commands.slice(commands)).toEqual([]);
	expect(all.network.dials).toHaveLength(dials);
	// And the session is as good as before.
	expect(await client.list()).toEqual([]);
});
