import { expect, test } from "vitest";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { list } from "./list.ts";
import { useMode } from "./transmission-mode.ts";
import { upload } from "./upload.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const offering = (mode: string): PlayOptions => ({
	options: { useMode },
	facts: { features: new Map([["MODE", mode]]) },
});

test("compressed where the server offers it, asked for once", () => {
	const { orders, session } = play(download("/f"), ["< 200 ok", ...open], offering("Z"));
	expect(orders).toEqual(["> MODE Z", ...opened, "> RETR /f", "! transfer data1 download compressed"]);
	expect(session.facts.mode).toBe("Z");
	const again = { ...offering("Z"), facts: { ...offering("Z").facts, mode: "Z" } } as const;
	expect(play(upload("/f"), [...open, "< 150 go"], again).orders.slice(2)).toEqual([
		"> STOR /f",
		"! transfer data1 upload compressed",
	]);
});

test("listings, too", () => {
	const { orders } = play(
		list("", () => undefined),
		["< 200 ok", ...open],
		offering("Z"),
	);
	expect(orders).toEqual(["> MODE Z", ...opened, "> LIST", "! transfer data1 download compressed"]);
});

test("who refuses gets and sends the bytes as they are, and is not asked again", () => {
	const { orders, session } = play(download("/f"), ["< 504 no", ...open], offering("Z"));
	expect(orders).toEqual(["> MODE Z", ...opened, "> RETR /f", "! transfer data1 download"]);
	expect(session.facts.mode).toBe("S");
	const refused = { ...offering("Z"), facts: { ...offering("Z").facts, mode: "S" } } as const;
	expect(play(download("/f"), open, refused).orders).toEqual([...opened, "> RETR /f", "! transfer data1 download"]);
});

test.each([
	["Z", true],
	["B;Z", true],
	["S* Z", true],
	["", false],
	["ZLIB", false],
	["S", false],
])("FEAT's MODE %j", (mode, isAsked) => {
	const { orders } = play(download("/f"), ["< 200 ok", ...open], offering(mode));
	expect(orders[0] === "> MODE Z").toBe(isAsked);
});

test("not unless it is wanted", () => {
	const { facts = {} } = offering("Z");
	expect(play(download("/f"), open, { facts }).orders).toEqual([...opened, "> RETR /f", "! transfer data1 download"]);
});
