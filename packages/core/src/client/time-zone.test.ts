import { expect, test } from "vitest";
import type { Entry } from "../listing/entry.ts";
import { utcZone } from "../listing/zone.ts";
import { newProfile } from "../protocol/facts.ts";
import type { MemoryServerQuirks } from "../testing/server/options.ts";
import type { FTPClientOptions } from "./options.ts";
import { SmallFTPClient } from "./small-client.ts";
import { type Fixture, fixture } from "./test-fixture.ts";
import { serverZoneOf } from "./time-zone.ts";

/** The virtual clock starts at 2026-01-15 12:00. */
const old = new Date("2026-01-10T08:09:00Z");
const recent = new Date("2026-01-15T11:12:00Z");

async function listed(
	serverTimeZone: FTPClientOptions["serverTimeZone"],
	clockOffset: number,
	quirks: MemoryServerQuirks = {},
): Promise<Fixture> {
	const without = ["MLSD", "MLST"];
	const all = await fixture({ client: { serverTimeZone }, server: { quirks: { without, clockOffset, ...quirks } } });
	all.server.files.write("/d/old", "1", { modifiedAt: old });
	all.server.files.write("/d/recent", "1", { modifiedAt: recent });
	return all;
}

const timesOf = (entries: readonly Entry[]): unknown[] => entries.map((entry) => entry.modifiedAt);

async function streamed(entries: AsyncIterable<Entry>): Promise<Entry[]> {
	const all: Entry[] = [];
	for await (const entry of entries) all.push(entry);
	return all;
}

test.each([
	["minutes", 345, 345],
	["minutes behind UTC", -300, -300],
	["an IANA name", "Asia/Tokyo", 540],
	["auto", "auto", 345],
	["auto, far ahead", "auto", 840],
	["auto, and it is UTC", "auto", 0],
] as const)("%s", async (_, zone, offset) => {
	const { client } = await listed(zone, offset);
	expect(timesOf(await client.list("/d"))).toEqual([old, recent]);
	expect(timesOf(await streamed(client.listStream("/d")))).toEqual([old, recent]);
	expect(timesOf(await client.list("/d", { via: "control" }))).toEqual([old, recent]);
	expect((await client.stat("/d/old")).modifiedAt).toEqual(old);
});

test("without it the server's clock is taken to show UTC", async () => {
	const { client } = await listed(undefined, 60);
	expect(timesOf(await client.list("/d"))).toEqual([old, recent].map((date) => new Date(date.getTime() + 3_600_000)));
});

test("auto asks once, about the latest file, and remembers", async () => {
	const { client, sent } = await listed("auto", 120);
	expect(timesOf(await streamed(client.listStream("/d")))).toEqual([old, recent]);
	await client.list("/d");
	await client.list("/d", { via: "control" });
	expect(sent().filter((line) => line.startsWith("MDTM"))).toEqual(["MDTM /d/recent"]);
});

test("auto has nothing to find out where MLSD tells the time in UTC", async () => {
	const { client, sent } = await listed("auto", 120, { without: [] });
	expect(timesOf(await client.list("/d"))).toEqual([old, recent]);
	expect(timesOf(await streamed(client.listStream("/d")))).toEqual([old, recent]);
	expect(sent().filter((line) => line.startsWith("MDTM"))).toEqual([]);
});

test("auto gives up after three files: UTC", async () => {
	const { client, server, sent } = await listed("auto", 60, { without: ["MLSD", "MLST", "MDTM"] });
	for (let at = 0; at < 5; at++) server.files.write(`/e/${at}`, "", { modifiedAt: recent });
	const shown = new Date(recent.getTime() + 3_600_000);
	expect(timesOf(await client.list("/e"))).toEqual(Array.from({ length: 5 }, () => shown));
	await client.list("/d");
	expect(timesOf(await streamed(client.listStream("/e")))[0]).toEqual(shown);
	expect(sent().filter((line) => line.startsWith("MDTM"))).toHaveLength(3);
});

test("auto waits for a file whose time is told in minutes", async () => {
	const { client, server, sent } = await listed("auto", 60);
	server.files.mkdir("/e");
	server.files.write("/e/last year", "", { modifiedAt: new Date("2024-05-06T00:00:00Z") });
	server.files.mkdir("/e/directory");
	await client.list("/e");
	expect(sent().filter((line) => line.startsWith("MDTM"))).toEqual([]);
	expect(timesOf(await client.list("/d"))).toEqual([old, recent]);
});

test("a pool asks once, too", async () => {
	const { pool, sent } = await listed("auto", 60);
	const all = pool();
	await all.connect();
	expect(timesOf(await all.list("/d"))).toEqual([old, recent]);
	expect((await Promise.all([all.list("/d"), all.list("/d")])).map(timesOf)).toEqual([
		[old, recent],
		[old, recent],
	]);
	expect(sent().filter((line) => line.startsWith("MDTM"))).toEqual(["MDTM /d/recent"]);
});

test("listings of a pool that come while the zone is being asked for are not taken to be UTC", async () => {
	let answer = (): void => {};
	const late = new Promise<undefined>((resolve) => {
		answer = () => resolve(undefined);
	});
	let asked = 0;
	const { server, clock, pool } = await fixture({
		client: { serverTimeZone: "auto" },
		server: {
			quirks: { without: ["MLSD", "MLST"], clockOffset: 60 },
			onCommand: (command) => (command === "MDTM" && ++asked === 1 ? late : undefined),
		},
	});
	const modifiedAt = new Date("2026-01-15T11:12:00Z");
	for (const name of ["a", "b", "c"]) server.files.write(`/d/${name}`, "1", { modifiedAt });
	const all = pool({ size: 2 });
	await all.connect();
	const first = all.list("/d");
	for (let at = 0; at < 100 && asked === 0; at++) await clock.advance(1);
	const second = await all.list("/d");
	answer();
	for (const entries of [await first, second])
		expect(entries.map((entry) => entry.modifiedAt)).toEqual([modifiedAt, modifiedAt, modifiedAt]);
});

test("no more files are kept for asking than are asked about", () => {
	const zone = serverZoneOf("auto", newProfile());
	const entries = Array.from({ length: 100 }, (_, at): Entry => {
		return { name: `${at}`, type: "file", modifiedAt: new Date(at), modifiedAtPrecision: "minute", raw: "" };
	});
	expect(zone.samples("d/", entries).map(({ path }) => path)).toEqual(["d/99", "d/98", "d/97"]);
	zone.asked(2);
	expect(zone.samples("d/", entries).map(({ path }) => path)).toEqual(["d/99"]);
	zone.asked(1);
	expect(zone.samples("d/", entries)).toEqual([]);
	expect(zone.known()).toBe(utcZone);
});

test("entries that are read again have the same names, also those that end like a line", async () => {
	const { client, server } = await listed("auto", 60);
	for (const name of ["a\r", "b\r\r", "c "]) server.files.write(`/d/${name}`, "1", { modifiedAt: recent });
	expect((await client.list("/d")).map(({ name }) => name).sort()).toEqual(["a\r", "b\r\r", "c ", "old", "recent"]);
});

test.each([["Europe/Nowhere"], [1440], [Number.NaN], [true], [null]])("%j is no time zone", async (serverTimeZone) => {
	const { another } = await fixture({ connect: false });
	const error = expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	expect(() => another({ serverTimeZone: serverTimeZone as never })).toThrow(error);
});

test("the small client says that it cannot do it", async () => {
	const { network, clock } = await fixture({ connect: false });
	const make = (): unknown => new SmallFTPClient("ftp.test", { serverTimeZone: "auto", clock, dialer: network.dialer() });
	expect(make).toThrow(/serverTimeZone needs FTPClient/);
});
