import { expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { type Played, play } from "../testing/transcript.ts";
import { findUtcOffset } from "./utc-offset.ts";

const listedAt = Date.UTC(2026, 0, 15, 12, 34);
const files = ["/d/a", "/d/b", "/d/c"].map((path) => ({ path, listedAt }));
const find = (lines: readonly string[], paths = files): Played<void> =>
	play(findUtcOffset(paths), lines, { options: { profile: newProfile() } });
const offsetOf = (played: Played<void>): number | undefined => played.session.facts.options.profile.utcOffset;

test.each([
	["UTC", "20260115123400", 0],
	["UTC, and seconds that the listing did not tell", "20260115123459", 0],
	["an hour ahead of UTC", "20260115113459", 60],
	["New York", "20260115173430", -300],
	["Nepal", "20260115064959", 345],
	["Kiribati", "20260114223400", 840],
])("%s", (_, time, offset) => {
	const played = find([`< 213 ${time}`]);
	expect(played.orders).toEqual(["> MDTM /d/a"]);
	expect(played.outcome).toEqual({ ok: true, value: undefined });
	expect(offsetOf(played)).toBe(offset);
});

test("a file whose time is refused, makes no sense or cannot be that of the listing tells nothing", () => {
	const played = find(["< 550 not this one", "< 213 soon", "< 213 20260115113400"]);
	expect(played.orders).toEqual(["> MDTM /d/a", "> MDTM /d/b", "> MDTM /d/c"]);
	expect(offsetOf(played)).toBe(60);
	expect(offsetOf(find(["< 213 20260113123400", "< 213 20260115113400"]))).toBe(60);
	expect(offsetOf(find(["< 502 no", "< 450 busy", "< 502 no"]))).toBeUndefined();
	expect(find([], []).orders).toEqual([]);
});

test("a name that no command can carry is left out", () => {
	const played = find(["< 213 20260115113400"], [{ path: "a\rb", listedAt }, ...files]);
	expect(played.orders).toEqual(["> MDTM /d/a"]);
	expect(offsetOf(played)).toBe(60);
});

test("silence ends the call", () => {
	expect(find(["+ 60000"]).outcome).toMatchObject({ ok: false, error: { name: "FTPTimeoutError" } });
});
