import { expect, test } from "vitest";
import type { Entry } from "../listing/entry.ts";
import { type Fixture, fixture } from "./test-fixture.ts";

/** The virtual clock starts at 2026-01-15 12:00. */
const modifiedAt = new Date("2026-01-14T10:11:00Z");
const plain = ["MLSD", "MLST"];

async function withFiles(quirks: NonNullable<NonNullable<Parameters<typeof fixture>[0]>["server"]>["quirks"]): Promise<Fixture> {
	const all = await fixture({ server: { quirks: { without: plain, ...quirks } } });
	for (const name of ["f", ".hidden"]) all.server.files.write(`/a b/${name}`, "12345", { modifiedAt });
	return all;
}

async function streamed(entries: AsyncIterable<Entry>): Promise<Entry[]> {
	const all: Entry[] = [];
	for await (const entry of entries) all.push(entry);
	return all;
}

const namesOf = (entries: readonly Entry[]): string[] => entries.map(({ name }) => name).sort();

test("hidden names are listed where they are asked for", async () => {
	const { client, sent } = await withFiles({ hidesDotNames: true });
	expect(namesOf(await client.list("/a b"))).toEqual(["f"]);
	expect(await client.names("/a b")).toEqual(["f"]);
	expect(await client.names("/a b", { hidden: true })).toEqual([".hidden", "f"]);
	expect(namesOf(await client.list("/a b", { hidden: true }))).toEqual([".hidden", "f"]);
	expect(namesOf(await streamed(client.listStream("/a b", { hidden: true })))).toEqual([".hidden", "f"]);
	expect(sent().filter((line) => line.startsWith("LIST"))).toEqual(["LIST", "LIST -a", "LIST -a"]);
});

test("MLSD leaves no names out", async () => {
	const { client, sent } = await withFiles({ hidesDotNames: true, without: [] });
	expect(namesOf(await client.list("/a b", { hidden: true }))).toEqual([".hidden", "f"]);
	expect(sent()).toContain("MLSD /a b");
});

test("a listing on the control connection needs no data connection", async () => {
	const { client, sent } = await withFiles({ hidesDotNames: true });
	const entries = await client.list("/a b", { via: "control" });
	expect(entries).toEqual(await client.list("/a b"));
	expect(sent().slice(0, 4)).toEqual(["PWD", "CWD /a b", "STAT .", "CWD /"]);
	expect(await streamed(client.listStream("/a b", { via: "control" }))).toEqual(entries);
	expect(namesOf(await client.list("/a b", { via: "control", hidden: true }))).toEqual([".hidden", "f"]);
	await expect(client.list("/missing", { via: "control" })).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
});

test("a listing on the control connection is as long as a reply may be", async () => {
	const { server, another } = await withFiles({});
	for (let at = 0; at < 100; at++) server.files.write(`/d/${at}`, "");
	const client = another({ limits: { replyLines: 50 } });
	await client.connect();
	await expect(client.list("/d", { via: "control" })).rejects.toMatchObject({ name: "FTPProtocolError", code: "LIMIT_EXCEEDED" });
});

test.each([
	["hidden", { hidden: "yes" }],
	["via", { via: "pigeon" }],
])("a wrong %s is found before anything is sent", async (name, options) => {
	const { client, sent } = await withFiles({});
	const error = { name: "FTPUsageError", code: "BAD_ARGUMENT", message: expect.stringContaining(name) };
	await expect(client.list("", options as never)).rejects.toMatchObject(error);
	await expect(streamed(client.listStream("", options as never))).rejects.toMatchObject(error);
	expect(sent()).toEqual([]);
});

test("82: a listing that is left early and comes drop by drop keeps nobody waiting for long", async () => {
	// 5 kB a second.
	const { client, clock, server } = await fixture({ connect: false, network: { latency: 100, bufferSize: 500 } });
	for (let at = 0; at < 3000; at++) server.files.write(`/d/${at}`, "");
	await clock.until(client.connect());
	const entries = client.listStream("/d");
	expect(await clock.until(entries.next())).toMatchObject({ done: false });
	await clock.until(entries.return?.() ?? Promise.reject());
	const left = clock.now();
	expect(await clock.until(client.pwd())).toBe("/");
	expect(clock.now() - left).toBeLessThan(15_000);
});
