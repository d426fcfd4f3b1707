import fc from "fast-check";
import { expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { runs } from "../property-runs.ts";
import { dialectSamples } from "./dialect-samples.ts";
import { defaultDialects } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { ListingParser } from "./listing-parser.ts";
import { MONTHS } from "./months.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const codec = codecFor("utf-8");

function parse(line: string): Entry[] {
	const parser = new ListingParser({ codec, dialects: defaultDialects, ...context });
	return [...parser.push(codec.encode(`${line}\r\n-rw-r--r-- 1 a b 7 Jan  1  2020 next\r\n`)), ...parser.end()];
}

/** How some names of months begin, too, and the numbers of some that have no name. */
const owner = fc.constantFrom(
	"root",
	"anna",
	"mail",
	"martin",
	"jan",
	"www-data",
	"0",
	"5",
	"33",
	"65534",
	"games",
	"dec",
	"DOM\\user",
);
const month = fc.nat({ max: 11 });
const day = fc.integer({ min: 1, max: 28 });
const size = fc.constantFrom(0, 1, 11, 1024, 1999, 2024, 4096, 8192, 4711, 5_000_000_000);
const lines = Object.values(dialectSamples).flatMap((all) => all.flatMap((line) => line.split("\n")));
/** Names that look like something else, also to the line that follows. */
const name = fc.constantFrom(
	...lines.map((line) => line.replaceAll(" -> ", "-> ").trim()),
	...[
		"x;1",
		"24-01-31 10:02:03  name ->",
		"10:02 x",
		"Jan 31 10:02 x",
		"3 29 10:02 x",
		"31, 2024 10:02 x",
		"total 0",
		"*STMF x",
		" x",
	],
	"type=cdir; x",
);

it.each([
	["-", "file"],
	["d", "directory"],
	["l", "symlink"],
	["s", "unknown"],
] as const)("a name chosen by anybody, and owners that look like dates, change nothing of a line: %s", (letter, type) => {
	const mark = fc.constantFrom("", "+", ".", "@");
	const group = fc.option(owner, { nil: "" });
	const links = fc.integer({ min: 1, max: 40 });
	const rest = fc.constantFrom("10:02", " 2016");
	fc.assert(
		fc.property(
			mark,
			links,
			owner,
			group,
			size,
			month,
			day,
			rest,
			name,
			(sign, count, user, users, bytes, at, date, when, called) => {
				// Without a group these are three numbers, and where two add up to the third they are what a Mac writes: its forks and their sum.
				fc.pre(users !== "" || count + Number(user) !== bytes);
				const owners = `${user.padEnd(8)} ${users === "" ? "" : `${users.padEnd(8)} `}`;
				const shownDate = `${MONTHS.slice(3 * at, 3 * at + 3)} ${String(date).padStart(2)} ${when}`;
				const [entry, ...others] = parse(`${letter}rwxr-xr-x${sign} ${count} ${owners}${bytes} ${shownDate} ${called}`);
				expect(others).toMatchObject([{ name: "next", size: 7 }]);
				expect(entry).toMatchObject({ name: called, type, size: bytes, owner: user });
				expect([entry?.modifiedAt?.getUTCMonth(), entry?.modifiedAt?.getUTCDate()]).toEqual([at, date]);
			},
		),
		{ numRuns: runs(2000) },
	);
});

it("nor of a line of dir", () => {
	fc.assert(
		fc.property(name, (called) => {
			const [entry, ...others] = parse(`01-31-24  10:02AM                 4711 ${called}`);
			expect(others).toMatchObject([{ name: "next", size: 7 }]);
			expect(entry).toMatchObject({ name: called, type: "file", size: 4711, modifiedAt: new Date("2024-01-31T10:02:00Z") });
		}),
		{ numRuns: runs(300) },
	);
});
