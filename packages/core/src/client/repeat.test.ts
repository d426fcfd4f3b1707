import { expect, test } from "vitest";
import type { Entry } from "../listing/entry.ts";
import { pwd } from "../operations/pwd.ts";
import type { MemoryServer } from "../testing/server/memory-server.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { FTPClient } from "./client.ts";
import { firstTime, hangUp, outcome, type Retrying, retrying, spoilt } from "./retry-fixture.ts";

const namesOf = (entries: Entry[]): string[] => entries.map(({ name }) => name);
const date = new Date(Date.UTC(2020, 1, 2, 3, 4, 5));

async function collect<T>(entries: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const entry of entries) all.push(entry);
	return all;
}

type Row = readonly [name: string, verb: string, call: (client: FTPClient) => Promise<unknown>, result: unknown];

/** Calls that may run twice, the command that each of them is about, and what comes of it. */
const ANY: readonly Row[] = [
	["list", "MLSD", async (client) => namesOf(await client.list("in")), ["f", "sub"]],
	[
		"list, on the control connection",
		"STAT",
		async (client) => namesOf(await client.list("in", { via: "control" })),
		["f", "sub"],
	],
	["names", "NLST", (client) => client.names("in"), ["in/f", "in/sub"]],
	["walk", "MLSD", async (client) => (await collect(client.walk("in"))).map(({ path }) => path), ["in/f", "in/sub", "in/sub/g"]],
	["stat", "MLST", async (client) => (await client.stat("in/f")).size, 4],
	["exists", "MLST", (client) => client.exists("in/f"), true],
	["size", "SIZE", (client) => client.size("in/f"), 4],
	["sizeExact", "SIZE", (client) => client.sizeExact("in/f"), 4n],
	["hash", "HASH", (client) => client.hash("in/f", "CRC32"), "adf3f363"],
	["modifiedAt", "MDTM", (client) => client.modifiedAt("in/f"), date],
	["setModifiedAt", "MFMT", (client) => client.setModifiedAt("in/f", date), undefined],
	["chmod", "SITE", (client) => client.chmod("in/f", 0o600), undefined],
	["mkdir, recursive", "MKD", (client) => client.mkdir("a/b", { recursive: true }), undefined],
	["system", "SYST", (client) => client.system(), expect.stringContaining("UNIX")],
	["help", "HELP", async (client) => (await client.help()).code, 214],
	["status", "STAT", async (client) => (await client.status()).code, 211],
	["pwd", "PWD", (client) => client.pwd(), "/"],
	["cd", "CWD", (client) => client.cd("/in").then(() => client.pwd()), "/in"],
	["cd, relative", "CWD", (client) => client.cd("in").then(() => client.pwd()), "/in"],
	["cdup", "CDUP", (client) => client.cdup().then(() => client.pwd()), "/"],
];

const fill = ({ files }: MemoryServer): void => {
	files.mkdir("/in/sub", { recursive: true });
	files.write("/in/f", "data", { modifiedAt: date });
	files.write("/in/sub/g", "more");
	files.write("/f", "data");
	files.mkdir("/empty");
};

/** As `count()`, of the commands from now on. */
function counting({ server }: Retrying): (verb: string) => number {
	const before = server.commands.length;
	return (verb) => server.commands.slice(before).filter((line) => line.split(" ")[0] === verb).length;
}

test.each(ANY)("%s comes right when the server hangs up at %s", async (_, verb, call, result) => {
	let isArmed = false;
	const spoil = spoilt(verb, 1, hangUp);
	const fixed = await retrying({ server: { onCommand: (...command) => (isArmed ? spoil(...command) : undefined) } });
	fill(fixed.server);
	const count = counting(fixed);
	isArmed = true;
	expect(await fixed.clock.until(call(fixed.client))).toEqual(result);
	expect(count(verb)).toBeGreaterThanOrEqual(2);
	expect(fixed.server.sessions).toHaveLength(2);
	expect(fixed.retried).toEqual([{ type: "retry", attempt: 2, delay: 1000, reason: expect.any(String) }]);
});

test.each(ANY)("%s comes right when the reply to %s is lost", async (_, verb, call, result) => {
	let isArmed = false;
	const loses = firstTime(verb);
	const fixed = await retrying({ server: { quirks: { losesReply: (command) => isArmed && loses(command) } } });
	fill(fixed.server);
	isArmed = true;
	expect(await fixed.clock.until(call(fixed.client))).toEqual(result);
	expect(fixed.server.sessions).toHaveLength(2);
	expect(fixed.retried).toHaveLength(1);
});

/** Calls of which one must not be two. */
const ONCE: readonly (readonly [name: string, verb: string, call: (client: FTPClient) => Promise<unknown>])[] = [
	["remove", "DELE", (client) => client.remove("f")],
	["rename", "RNTO", (client) => client.rename("f", "g")],
	["mkdir", "MKD", (client) => client.mkdir("new")],
	["rmdir", "RMD", (client) => client.rmdir("empty")],
	["command", "NOOP", (client) => client.command("NOOP")],
	["site", "SITE", (client) => client.site("CHMOD", "600", "f")],
];

test.each(ONCE)("%s is not repeated when the reply to %s is lost: it may have happened", async (_, verb, call) => {
	const fixed = await retrying({ server: { quirks: { losesReply: firstTime(verb) } } });
	fill(fixed.server);
	expect(await outcome(fixed.clock.until(call(fixed.client)))).toMatchObject({
		name: "FTPNetworkError",
		code: "CONNECTION_LOST",
		message: expect.stringMatching(/\. It was not tried again: the server may have done it\.$/),
	});
	expect(fixed.count(verb)).toBe(1);
	expect(fixed.server.sessions).toHaveLength(1);
	// The next call is another one.
	expect(await fixed.client.pwd()).toBe("/");
});

test.each(ONCE)("%s is repeated when the server says that %s was not done", async (_, verb, call) => {
	for (const reply of ["450 Busy", "421 Going down"]) {
		const fixed = await retrying({ server: { onCommand: spoilt(verb, 2, () => [reply]) } });
		fill(fixed.server);
		await fixed.clock.until(call(fixed.client));
		expect(fixed.count(verb)).toBe(3);
		expect(fixed.server.sessions).toHaveLength(reply.startsWith("421") ? 3 : 1);
	}
});

test.each(ONCE)("%s is begun in a new session when the old one was lost before %s", async (_, verb, call) => {
	// The first new one is lost, too, when nothing of the call has been sent.
	let left = 0;
	const onCommand = (command: string, _args: string, session: ServerSession): string[] | undefined =>
		command === "USER" && left-- > 0 ? hangUp(session) : undefined;
	const fixed = await retrying({ client: { pipelining: "off" }, server: { onCommand } });
	fill(fixed.server);
	await fixed.restart();
	left = 1;
	await fixed.clock.until(call(fixed.client));
	expect(fixed.count(verb)).toBe(1);
	expect(fixed.server.sessions).toHaveLength(3);
});

test("an operation of the caller's own is begun once, but in a session that is there", async () => {
	const fixed = await retrying({ server: { onCommand: spoilt("PWD", 1, () => ["450 Busy"]) } });
	expect(await outcome(fixed.client.run(pwd()))).toMatchObject({
		name: "FTPReplyError",
		message: expect.stringMatching(/It was not tried again: it cannot be begun a second time\.$/),
	});
	await fixed.restart();
	expect(await fixed.client.run(pwd())).toBe("/");
	expect(fixed.count("PWD")).toBe(2);
});

test("a file whose name the server chooses is stored once", async () => {
	const fixed = await retrying({ server: { quirks: { losesReply: firstTime("STOU") } } });
	expect(await outcome(fixed.clock.until(fixed.client.uploadUnique("data")))).toMatchObject({
		name: "FTPNetworkError",
		message: expect.stringMatching(/It was not tried again: it cannot be begun a second time\.$/),
	});
	expect(fixed.server.files.list("/")).toHaveLength(1);
	expect(await fixed.client.uploadUnique("data")).toMatchObject({ bytes: 4 });
	expect(fixed.server.files.list("/")).toHaveLength(2);
});

test("a listing that was cut is asked for again in the same session, and no entry comes twice", async () => {
	let left = 2;
	const onTransfer = (): { after: number; how: "cut" } | undefined => (left-- > 0 ? { after: 60, how: "cut" } : undefined);
	const fixed = await retrying({ server: { quirks: { onTransfer } } });
	fill(fixed.server);
	expect(namesOf(await fixed.clock.until(fixed.client.list("in")))).toEqual(["f", "sub"]);
	expect(fixed.server.sessions).toHaveLength(1);
	expect(fixed.retried).toHaveLength(2);
});

test("a stream of entries goes on after a cut only where none has been given out", async () => {
	let after = 0;
	let left = 0;
	const onTransfer = (): { after: number; how: "cut" } | undefined => (left-- > 0 ? { after, how: "cut" } : undefined);
	const fixed = await retrying({ server: { quirks: { onTransfer } } });
	const all = Array.from({ length: 2000 }, (_, at) => String(at).padStart(40, "0"));
	for (const name of all) fixed.server.files.write(`/in/${name}`, "");
	for (after of [0, 10]) {
		left = 1;
		expect(namesOf(await fixed.clock.until(collect(fixed.client.listStream("in"))))).toEqual(all);
	}
	expect(fixed.retried).toHaveLength(2);
	after = 150_000;
	left = 1;
	const given: string[] = [];
	const reading = async (): Promise<void> => {
		for await (const { name } of fixed.client.listStream("in")) given.push(name);
	};
	expect(await outcome(fixed.clock.until(reading()))).toMatchObject({
		message: expect.stringMatching(/It was not tried again: entries of it have been given out\.$/),
	});
	expect(given.length).toBeGreaterThan(0);
	expect(given).toEqual(all.slice(0, given.length));
	expect(fixed.retried).toHaveLength(2);
	expect(fixed.server.sessions).toHaveLength(1);
});

test("the calls behind one that is tried again wait for it, in their order", async () => {
	const fixed = await retrying({ server: { onCommand: spoilt("MKD", 2, () => ["450 Busy"]) } });
	fixed.server.files.write("/f", "data");
	const { client } = fixed;
	await fixed.clock.until(Promise.all([client.mkdir("new"), client.rename("f", "new/f"), client.cd("new"), client.remove("f")]));
	expect(fixed.sent().map((line) => line.split(" ")[0])).toEqual(["MKD", "MKD", "MKD", "RNFR", "RNTO", "CWD", "DELE"]);
	expect(fixed.server.files.list("/new")).toEqual([]);
});

test.each(["signal", "close"] as const)("a %s ends the wait between two attempts, and nothing more is sent", async (which) => {
	const fixed = await retrying({ server: { onCommand: spoilt("PWD", 9, hangUp) } });
	const stop = new AbortController();
	const waiting = outcome(fixed.client.pwd({ signal: stop.signal }));
	await fixed.clock.advance(500);
	expect(fixed.retried).toHaveLength(1);
	if (which === "close") await fixed.client.close();
	else stop.abort("enough");
	expect(await waiting).toMatchObject({ name: "FTPAbortError" });
	await fixed.clock.advance(60_000);
	expect(fixed.count("PWD")).toBe(1);
	expect(fixed.server.sessions).toHaveLength(1);
});

test("when the attempts are used up, the last error says so, and the next call has as many again", async () => {
	const fixed = await retrying({ server: { onCommand: spoilt("PWD", 4, hangUp) } });
	expect(await outcome(fixed.clock.until(fixed.client.pwd()))).toMatchObject({
		name: "FTPNetworkError",
		code: "CONNECTION_LOST",
		message: expect.stringMatching(/\. Tried 3 times\.$/),
	});
	expect(fixed.count("PWD")).toBe(3);
	expect(await fixed.clock.until(fixed.client.pwd())).toBe("/");
});
