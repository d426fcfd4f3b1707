import { expect, test } from "vitest";
import type { Entry } from "../listing/entry.ts";
import { type PlayOptions, play } from "../testing/transcript.ts";
import type { Finder } from "./look-up.ts";
import { stat } from "./stat.ts";

const mlst: PlayOptions = { facts: { features: new Map([["MLST", "type*;"]]) } };

test.each([
	["three lines", ["< 250-Listing", "<  type=file;size=12;modify=20240131101112; /d/f", "< 250 End"]],
	["without the space in front", ["< 250-Listing", "< type=file;size=12;modify=20240131101112; f", "< 250 End"]],
	["one line", ["< 250 type=file;size=12;modify=20240131101112; f"]],
])("MLST: %s", (_, lines) => {
	const { orders, outcome } = play(stat("/d/f"), lines, mlst);
	expect(orders).toEqual(["> MLST /d/f"]);
	expect(outcome).toMatchObject({
		ok: true,
		value: { name: "f", type: "file", size: 12, modifiedAt: new Date("2024-01-31T10:11:12Z") },
	});
});

test("MLST of a directory", () => {
	const lines = ["< 250-Listing", "<  type=dir;perm=el; /d", "< 250 End"];
	expect(play(stat("/d/"), lines, mlst).outcome).toMatchObject({ value: { name: "d", type: "directory" } });
});

test("without MLST: SIZE and MDTM", () => {
	const { orders, outcome } = play(stat("/d/f"), ["< 213 12", "< 213 20240131101112"]);
	expect(orders).toEqual(["> SIZE /d/f", "> MDTM /d/f"]);
	expect(outcome).toMatchObject({ value: { name: "f", type: "file", size: 12, modifiedAt: new Date("2024-01-31T10:11:12Z") } });
	expect(play(stat("/f"), ["< 213 12", "< 502 no MDTM"]).outcome).toMatchObject({ value: { name: "f", type: "file", size: 12 } });
});

test("without MLST: a directory can be gone into", () => {
	const { orders, outcome } = play(stat("/d"), ["< 550 not a file", '< 257 "/home"', "< 250 in", "< 250 back"]);
	expect(orders).toEqual(["> SIZE /d", "> PWD", "> CWD /d", "> CWD /home"]);
	expect(outcome).toMatchObject({ value: { name: "d", type: "directory" } });
});

test("nothing there", () => {
	const lines = ["< 550 no", '< 257 "/home"', "< 550 no"];
	expect(play(stat("/x"), lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
	expect(play(stat("/x"), ["< 550 no"], mlst)).toMatchObject({ orders: ["> MLST /x"], outcome: { error: { code: 550 } } });
});

test("a server that knows none of the commands: that is no proof of absence", () => {
	const unknown = ["< 502 no SIZE", "< 500 no MDTM", '< 257 "/home"', "< 550 not a directory"];
	const { orders, outcome } = play(stat("/f"), unknown);
	expect(orders).toEqual(["> SIZE /f", "> MDTM /f", "> PWD", "> CWD /f"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 502, command: "SIZE /f" } });
});

test("values that make no sense are left out, and the session goes on", () => {
	const played = play(stat("/f"), ["< 213 12", "< 213 19124010112000"]);
	expect(played.outcome).toEqual({ ok: true, value: { name: "f", type: "file", size: 12, raw: "" } });
	expect(played.session.phase).toBe("idle");
	expect(play(stat("/f"), ["< 213 about 3k", "< 213 20240131101112"]).outcome).toMatchObject({
		ok: true,
		value: { type: "file" },
	});
});

test("MLST promised and refused: the other ways, from then on", () => {
	const { orders, outcome, session } = play(stat("/f"), ["< 502 what?", "< 213 12", "< 502 no MDTM"], mlst);
	expect(orders).toEqual(["> MLST /f", "> SIZE /f", "> MDTM /f"]);
	expect(outcome).toMatchObject({ value: { name: "f", type: "file", size: 12 } });
	expect(session.facts.mlstRefused).toBe(true);
});

test("all facts are asked for first", () => {
	const facts = { features: new Map([["MLST", "type*;size;"]]) };
	const { orders } = play(stat("/f"), ["< 200 MLST OPTS type;size;", "< 250 type=file;size=3; f"], { facts });
	expect(orders).toEqual(["> OPTS MLST type;size;", "> MLST /f"]);
});

test("a size past 2^53 is exact, too", () => {
	const { outcome } = play(stat("/f"), ["< 213 9007199254740993", "< 502 no MDTM"]);
	expect(outcome).toMatchObject({ value: { size: 2 ** 53 } });
	expect(outcome?.ok && outcome.value.sizeExact).toBe(9007199254740993n);
});

test.each([["/"], ["."], [".."], ["a/.."], ["//"]])("%j is in no directory, and so can only be one", (path) => {
	const { orders, outcome } = play(stat(path, finderOf(undefined)), ['< 257 "/home"', "< 250 in", "< 250 back"]);
	expect(orders).toEqual(["> PWD", `> CWD ${path}`, "> CWD /home"]);
	expect(outcome).toMatchObject({ value: { name: path, type: "directory" } });
});

const listed = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 100", "< 226 done"];
const asked = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const moved = ["! transfer data1 download", "! close data1"];
const entry = {
	name: "f",
	type: "file",
	size: 5,
	modifiedAt: new Date("2024-01-31T10:11:00Z"),
	modifiedAtPrecision: "minute",
} as const;
const finderOf = (found: Partial<Entry> | undefined): Finder => ({
	onFormat: () => {},
	found: () => found && ({ raw: "the line", ...found } as Entry),
});

test("without MLST: what the listing of its directory says", () => {
	const { orders, outcome } = play(stat("/d/f", finderOf(entry)), listed);
	expect(orders).toEqual([...asked, "> LIST /d", ...moved]);
	expect(outcome).toEqual({ ok: true, value: { ...entry, raw: "the line" } });
	for (const [path, command] of [
		["f", "> LIST"],
		["/f", "> LIST /"],
		["d//f/", "> LIST d"],
		["/d/.f", "> LIST -a /d"],
	] as const) {
		expect(play(stat(path, finderOf(entry)), listed).orders[2]).toBe(command);
	}
});

test("where the listing tells the time to the minute, MDTM tells it to the second", () => {
	const mdtm = { facts: { features: new Map([["MDTM", ""]]) } };
	const { orders, outcome } = play(stat("f", finderOf(entry)), [...listed, "< 213 20240131101112"], mdtm);
	expect(orders.at(-1)).toBe("> MDTM f");
	expect(outcome).toMatchObject({
		value: { size: 5, modifiedAt: new Date("2024-01-31T10:11:12Z"), modifiedAtPrecision: "second", raw: "the line" },
	});
	expect(play(stat("f", finderOf(entry)), [...listed, "< 550 no"], mdtm).outcome).toMatchObject({ value: entry });
	const directory = { name: "d", type: "directory" } as const;
	expect(play(stat("d", finderOf(directory)), listed, mdtm).outcome).toMatchObject({ value: directory });
});

test("MDTM is asked, too, where the listing tells seconds of a clock that may show any zone, and not where MLSD told UTC", () => {
	const mdtm = { facts: { features: new Map([["MDTM", ""]]) } };
	const local = { ...entry, modifiedAtPrecision: "second" } as const;
	const { outcome } = play(stat("f", finderOf(local)), [...listed, "< 213 20240131091112"], mdtm);
	expect(outcome).toMatchObject({ value: { modifiedAt: new Date("2024-01-31T09:11:12Z") } });
	const exact = { ...local, facts: { modify: "20240131101100" } };
	const played = play(stat("f", finderOf(exact)), listed, mdtm);
	expect(played.orders.at(-1)).toBe("! close data1");
	expect(played.outcome).toMatchObject({ ok: true, value: exact });
});

test("what is not listed, hidden or written in another case, is asked for by itself", () => {
	const { orders, outcome } = play(stat("/d/F", finderOf(undefined)), [...listed, "< 213 12", "< 502 no MDTM"]);
	expect(orders.slice(-2)).toEqual(["> SIZE /d/F", "> MDTM /d/F"]);
	expect(outcome).toMatchObject({ value: { name: "F", type: "file", size: 12 } });
	const unknown = ["< 502 no SIZE", "< 500 no MDTM", '< 257 "/home"', "< 550 not a directory"];
	expect(play(stat("/d/f", finderOf(undefined)), [...listed, ...unknown]).outcome).toMatchObject({
		error: { code: 550, command: "CWD /d/f" },
	});
});

test("where no listing can be had, the other ways are open", () => {
	for (const lines of [
		["< 500 no EPSV", "< 500 no PASV"],
		["< 229 ok (|||6446|)", "! connected data1", "< 550 not for you"],
		["< 229 ok (|||6446|)", "! failed data1", "< 227 (192,0,2,1,4,1)", "! failed data2"],
	]) {
		const { outcome } = play(stat("/d/f", finderOf(entry)), [...lines, "< 213 12", "< 502 no MDTM"]);
		expect(outcome).toMatchObject({ value: { name: "f", type: "file", size: 12 } });
	}
});

test("a server that will not say is no proof of absence", () => {
	expect(play(stat("/x"), ["< 450 busy"]).outcome).toMatchObject({ ok: false, error: { code: 450 } });
	expect(play(stat("/x"), ["< 530 not for you"], mlst).outcome).toMatchObject({ ok: false, error: { code: 530 } });
});
