import { expect, test } from "vitest";
import type { Entry } from "../listing/entry.ts";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { exists } from "./exists.ts";
import type { Finder } from "./look-up.ts";

const mlst: PlayOptions = { facts: { features: new Map([["MLST", "type*;"]]) } };
const finderOf = (found: Entry | undefined): Finder => ({ onFormat: () => {}, found: () => found });
const [home, listed] = [
	'< 257 "/home"',
	["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 100", "< 226 done"],
];

test.each([
	["MLST", ["< 250 type=file;size=12; f"], ["> MLST /f"], mlst],
	["SIZE", ["< 213 12"], ["> SIZE /f"], {}],
	["SIZE that makes no sense", ["< 213 about 3k"], ["> SIZE /f"], {}],
	["MDTM", ["< 502 no SIZE", "< 213 20240131101112"], ["> SIZE /f", "> MDTM /f"], {}],
	["CWD", ["< 550 no file", home, "< 250 in", "< 250 back"], ["> SIZE /f", "> PWD", "> CWD /f", "> CWD /home"], {}],
	["SIZE, as MLST is refused", ["< 502 what?", "< 213 12"], ["> MLST /f", "> SIZE /f"], mlst],
])("it is there, as %s shows", (_, lines, commands, setup) => {
	const { orders, outcome } = play(exists("/f", finderOf(undefined)), lines, setup);
	expect(orders).toEqual(commands);
	expect(outcome).toEqual({ ok: true, value: true });
});

test.each([
	["MLST", ["< 550 no"], mlst],
	["SIZE and CWD", ["< 550 no", home, "< 550 no"], {}],
	["MDTM and CWD", ["< 502 no SIZE", "< 550 no", home, "< 550 no"], {}],
])("it is not there, as %s show", (_, lines, setup) => {
	expect(play(exists("/x"), lines, setup).outcome).toEqual({ ok: true, value: false });
});

const unknown = ["< 502 no SIZE", "< 500 no MDTM", home, "< 550 not a directory"];

test("a server that knows none of the commands: the listing of its directory tells", () => {
	const there = { name: "f", type: "file", raw: "" } as const;
	const { orders, outcome } = play(exists("/d/f", finderOf(there)), [...unknown, ...listed]);
	expect(orders).toEqual([
		...["> SIZE /d/f", "> MDTM /d/f", "> PWD", "> CWD /d/f", "> EPSV", "! connect data1 192.0.2.1:6446", "> LIST /d"],
		...["! transfer data1 download", "! close data1"],
	]);
	expect(outcome).toEqual({ ok: true, value: true });
	expect(play(exists("/d/f", finderOf(undefined)), [...unknown, ...listed]).outcome).toEqual({ ok: true, value: false });
});

test("without that listing: it is no proof of absence", () => {
	const refused = { ok: false, error: { name: "FTPReplyError", code: 502, command: "SIZE /f" } };
	expect(play(exists("/f"), unknown).outcome).toMatchObject(refused);
	const noData = ["< 500 no EPSV", "< 500 no PASV"];
	expect(play(exists("/f", finderOf(undefined)), [...unknown, ...noData]).outcome).toMatchObject(refused);
});

test("a server that will not say is no proof of absence", () => {
	expect(play(exists("/x"), ["< 450 busy"]).outcome).toMatchObject({ ok: false, error: { code: 450 } });
	expect(play(exists("/x"), ["< 550 no", "< 550 PWD is not for you"]).outcome).toMatchObject({
		ok: false,
		error: { command: "PWD" },
	});
	expect(play(exists("/x"), ["< 530 not for you"], mlst).outcome).toMatchObject({ ok: false, error: { code: 530 } });
	expect(play(exists("/x"), ["+ 60000"]).outcome).toMatchObject({ ok: false, error: { name: "FTPTimeoutError" } });
});
