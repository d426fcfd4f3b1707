import { expect, test } from "vitest";
import { newProfile, type ServerProfile } from "../protocol/facts.ts";
import { type Played, play } from "../testing/transcript.ts";
import { type ListingRequest, listInFull } from "./list-in-full.ts";

const told: string[] = [];
const reader = {
	onFormat: (format: string): void => void told.push(format),
	onLines: (lines: readonly string[]): void => void told.push(...lines),
	samples: () => [{ path: "d/f", listedAt: Date.UTC(2026, 0, 15, 12, 34) }],
};

function listed(
	request: Partial<ListingRequest>,
	lines: readonly string[],
	features: readonly (readonly [string, string])[] = [],
	profile: Partial<ServerProfile> = {},
): Played<void> {
	told.length = 0;
	const options = { profile: { ...newProfile(), isLockStep: false, ...profile } };
	const operation = listInFull("d", { hidden: false, onControl: false, ...request }, reader);
	return play(operation, lines, { options, facts: { features: new Map(features) } });
}

const received = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 5", "< 226 done"];
const commands = ({ orders }: Played<void>): string[] => orders.filter((order) => order.startsWith(">"));

test("LIST, and the server's time zone by one MDTM", () => {
	const played = listed({}, [...received, "< 213 20260115113400"]);
	expect(commands(played)).toEqual(["> EPSV", "> LIST d", "> MDTM d/f"]);
	expect(played.session.facts.options.profile.utcOffset).toBe(60);
	expect(told).toEqual(["list"]);
});

test("a time zone that is known is not asked for", () => {
	expect(commands(listed({}, received, [], { utcOffset: 0 }))).toEqual(["> EPSV", "> LIST d"]);
});

test("MLSD tells the time in UTC; all facts are asked for first", () => {
	const played = listed({}, ["< 200 ok", ...received], [["MLST", "type*;size;"]]);
	expect(commands(played)).toEqual(["> OPTS MLST type;size;", "> EPSV", "> MLSD d"]);
	expect(told).toEqual(["mlsx"]);
	expect(commands(listed({ hidden: true }, received, [["MLST", "type*;"]]))).toEqual(["> EPSV", "> MLSD d"]);
});

test("hidden names", () => {
	expect(commands(listed({ hidden: true }, received, [], { utcOffset: 0 }))).toEqual(["> EPSV", "> LIST -a d"]);
});

test("on the control connection", () => {
	const reply = ["< 213-Status", "< a line", "< 213 End", "< 213 20260115113400"];
	const played = listed({ onControl: true }, reply, [["MLST", "type*;size;"]]);
	expect(commands(played)).toEqual(["> STAT d", "> MDTM d/f"]);
	expect(told).toEqual(["list", "a line"]);
});
