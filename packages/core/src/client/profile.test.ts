import { expect, test } from "vitest";
import { newProfile, type ServerProfile } from "../protocol/facts.ts";
import { MemoryFiles } from "../testing/memory-files.ts";
import type { Answer } from "../testing/server/options.ts";
import type { FTPClientOptions } from "./options.ts";
import { readProfile } from "./profile.ts";
import { SmallFTPClient } from "./small-client.ts";
import { fixture } from "./test-fixture.ts";

const learnt: ServerProfile = {
	isLockStep: true,
	refusesAhead: true,
	isResumptionHopeless: true,
	sharesTickets: true,
	breaksResumption: true,
	refusesEPSV: true,
	refusesMLSD: true,
	isUTF8: false,
	isTelnet: undefined,
	needsPRET: true,
	refusesNOOP: true,
	refusesNOOPBeside: true,
	utcOffset: -90,
};

test("what one has learnt, another reads", () => {
	expect(readProfile(JSON.parse(JSON.stringify(learnt)))).toEqual(learnt);
	expect(readProfile(JSON.parse(JSON.stringify(newProfile())))).toEqual(newProfile());
	expect(Object.keys(learnt)).toEqual(Object.keys(newProfile()));
});

test.each([[{ isLockStep: false }], [{ isTelnet: true }], [{ isTelnet: false }]])("%j is not believed", (given) => {
	expect(readProfile(given)).toEqual(newProfile());
});

test.each([[undefined], [null], [{}], [[]], [new Date(0)]])("%j says nothing", (given) => {
	expect(readProfile(given)).toEqual(newProfile());
});

test.each([["{}"], [1], [true], [() => learnt]])("%s is none", (given) => {
	expect(() => readProfile(given)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" }));
});

test("what is not of the right type, or not known, is left out", () => {
	for (const value of [null, 1, "true", {}, [], Number.NaN, 1e9, 0.5, "60"]) {
		const wrong = Object.fromEntries(Object.keys(learnt).map((key) => [key, value]));
		const { utcOffset, ...rest } = readProfile(wrong);
		expect({ ...rest, utcOffset: undefined }).toEqual(newProfile());
		expect(utcOffset).toBe(value === 1 ? 1 : undefined);
	}
	expect(readProfile({ other: true, refusesEPSV: true })).toEqual({ ...newProfile(), refusesEPSV: true });
});

test("103: no prototype is reached, and none is looked at", () => {
	const hostile: unknown = JSON.parse('{"__proto__": {"refusesEPSV": true, "polluted": true}, "constructor": {"x": true}}');
	const profile = readProfile(hostile);
	expect(profile).toEqual(newProfile());
	expect(Object.getPrototypeOf(profile)).toBe(Object.prototype);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	expect(readProfile(Object.create({ refusesEPSV: true }))).toEqual(newProfile());
});

const oldServer = { quirks: { without: ["EPSV", "MLSD"] } };

/** A server that promises MLSD all the same. */
function promising(standard: readonly string[]): readonly string[] {
	return [...standard, "MLST type*;size*;"];
}

test("the second client asks nothing that the first was refused, and has all the same", async () => {
	const files = new MemoryFiles();
	files.write("/a.txt", new Uint8Array(3));
	const set = await fixture({ server: { ...oldServer, files, features: promising }, client: { pipelining: "off" } });
	await set.client.list("/");
	expect(set.sent()).toEqual(expect.arrayContaining(["EPSV", "PASV", "MLSD /", "LIST /"]));
	const kept: unknown = JSON.parse(JSON.stringify(set.client.profile));
	expect(kept).toMatchObject({ refusesEPSV: true, refusesMLSD: true });
	const before = set.server.commands.length;
	const second = set.another({ profile: kept as FTPClientOptions["profile"] });
	await second.connect();
	const names = (await second.list("/")).map(({ name }) => name);
	expect(names).toEqual(["a.txt"]);
	const sent = set.server.commands.slice(before);
	expect(sent.filter((line) => /^(?:EPSV|MLSD)/.test(line))).toEqual([]);
	expect(sent.filter((line) => /^(?:PASV|LIST)/.test(line))).toEqual(["PASV", "LIST /"]);
});

test("a pool's second session has learnt it from the first", async () => {
	const files = new MemoryFiles();
	for (const name of ["a", "b", "c", "d"]) files.write(`/${name}`, new Uint8Array(3));
	const set = await fixture({ server: { ...oldServer, files }, connect: false });
	const pool = set.pool({ size: 2, pipelining: "off" });
	await pool.connect();
	await pool.download("/a");
	await Promise.all(["/b", "/c", "/d"].map((path) => pool.download(path)));
	expect(set.server.commands.filter((line) => line === "EPSV")).toHaveLength(1);
	expect(pool.profile.refusesEPSV).toBe(true);
});

test("one command at a time is known from the beginning", async () => {
	let logins = 0;
	const onCommand = (command: string): Answer => {
		if (command === "USER") logins += 1;
		// In the first session everything behind USER is lost.
		return logins === 1 && command !== "USER" ? new Uint8Array(0) : undefined;
	};
	const set = await fixture({ server: { onCommand }, connect: false });
	const connected = set.client.connect();
	await set.clock.advance(15_000);
	await connected;
	expect(set.client.profile.isLockStep).toBe(true);
	const events: string[] = [];
	await set.another({ profile: set.client.profile, onTrace: ({ type }) => events.push(type) }).connect();
	expect(events.filter((type) => type === "command" || type === "reply").slice(0, 5)).toEqual([
		"reply",
		"command",
		"reply",
		"command",
		"reply",
	]);
	expect(logins).toBe(3);
});

test("a profile that is wrong about everything costs round trips, and no more", async () => {
	const files = new MemoryFiles();
	files.write("/a.txt", new Uint8Array(3));
	const server = { files, quirks: { without: ["PASV", "PRET"] } };
	const set = await fixture({ server, client: { profile: { ...learnt, isUTF8: undefined } } });
	expect((await set.client.list("/")).map(({ name }) => name)).toEqual(["a.txt"]);
	await expect(set.client.download("/a.txt")).resolves.toHaveLength(3);
	expect(set.client.profile).toMatchObject({ refusesEPSV: false, isResumptionHopeless: false });
});

test("it is a copy, there before any session, and not for the small client", async () => {
	const given = { refusesEPSV: true };
	const set = await fixture({ client: { profile: given }, connect: false });
	expect(set.client.profile).toEqual({ ...newProfile(), refusesEPSV: true });
	set.client.profile.refusesEPSV = false;
	given.refusesEPSV = false;
	expect(set.client.profile.refusesEPSV).toBe(true);
	expect(() => new SmallFTPClient("ftp.test", { profile: {}, dialer: set.network.dialer() })).toThrow("FTPClient");
});
