import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import type { TextCodec } from "../protocol/text.ts";
import { dialectSamples } from "./dialect-samples.ts";
import { defaultDialects, type ListingFormat } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { ListingParser } from "./listing-parser.ts";
import { parseMlsxLine } from "./mlsx.ts";
import { parseNameLine } from "./names.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

const latin1 = codecFor("iso-8859-1");
const utf8 = codecFor("utf-8");

const dialects = { mlsx: [parseMlsxLine], list: defaultDialects, names: [parseNameLine] };

const lines = [
	"type=file;size=12;modify=20240131100203.5;UNIX.mode=0644;UNIX.owner=1; a b",
	"type=OS.unix=slink:/x; l",
	...Object.values(dialectSamples).flat(),
];

const everyDialect = Object.values(dialects).flat();
/** One of each form of listing. */
const firstLines = [...lines.slice(0, 2), ...Object.values(dialectSamples).flatMap(([line]) => line ?? [])];
const LONG = 32 * 1024;
/** No time zone is further from UTC than a day. */
const FIRST = Date.UTC(1600, 11, 31);

const types = new Set(["file", "directory", "symlink", "unknown"]);

/** What holds for every entry, whoever wrote its line. Looked at without `expect`, which would take most of the time. */
function isSound(entry: Entry): boolean {
	const { name, raw, type, size = 0, modifiedAt, modifiedAtPrecision } = entry;
	// VM/CMS writes the two parts of a name apart.
	const isFromLine = raw.includes(name) || name.split(".").every((part) => raw.includes(part));
	const hasDate =
		modifiedAt === undefined ? modifiedAtPrecision === undefined : modifiedAt.getTime() >= FIRST && modifiedAtPrecision;
	return isFromLine && types.has(type) && size >= 0 && Boolean(hasDate) && JSON.stringify(entry).includes('"raw"');
}

function expectSoundFromAll(line: string): void {
	const answers = everyDialect.map((dialect) => dialect(line, context));
	expect(answers.filter((answer) => typeof answer === "object" && !isSound(answer))).toEqual([]);
}

function parse(format: ListingFormat, codec: TextCodec, pieces: readonly Uint8Array[]): Entry[] {
	const parser = new ListingParser({ codec, dialects: dialects[format], ...context });
	return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

/** The bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
	return sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end));
}

describe("a hostile server", () => {
	it("can put blanks, line ends and NUL anywhere", () => {
		const position = fc.nat({ max: 80 });
		const inserted = fc.string({ unit: fc.constantFrom("\r", "\n", " ", "\t", "\0"), minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(fc.constantFrom(...lines), fc.array(fc.tuple(position, inserted), { maxLength: 3 }), (line, insertions) => {
				const changed = insertions.reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at), line);
				expectSoundFromAll(changed);
			}),
			{ numRuns: 1000 },
		);
	});

	it("can leave out, repeat or change any part of a line", () => {
		const position = fc.nat({ max: 80 });
		fc.assert(
			fc.property(
				fc.constantFrom(...lines),
				position,
				position,
				fc.string({ unit: "binary", maxLength: 8 }),
				(line, from, to, piece) => {
					expectSoundFromAll(line.slice(0, from) + piece + line.slice(to));
				},
			),
			{ numRuns: 1000 },
		);
	});

	it.each(lines)("can cut %j short, repeat a part of it or put something in it anywhere", (line) => {
		for (let at = 0; at <= line.length; at++) {
			const [before, after] = [line.slice(0, at), line.slice(at)];
			expectSoundFromAll(before);
			expectSoundFromAll(after);
			for (const piece of [" ", "\t", "\0", "\r", "\n", "  \t", "\ud800"]) expectSoundFromAll(before + piece + after);
			for (const length of [1, 2, 5, 12]) expectSoundFromAll(before + after.slice(0, length) + after);
		}
	});

	const pieces = [" ", "a=", "((((", "1 ", "1", "a", " -> ", ";", "[", "1 Jan 1 2024 ", "<DIR> ", "\n", ",", "-", "x,"];

	it.each(pieces)("can repeat %j for a megabyte", (piece) => {
		const rest = piece.repeat(1_000_000 / piece.length);
		for (const start of ["", "-rw", ...firstLines]) expectSoundFromAll(start + rest);
	});

	// What takes quadratic time would take hours here, wherever in the line it is.
	it.each(firstLines)("can repeat anything anywhere in %j", (line) => {
		const places = [...line.matchAll(/\b|$/g)].map(({ index }) => index);
		for (const piece of pieces) {
			const rest = piece.repeat(LONG / piece.length);
			for (const at of places) expectSoundFromAll(line.slice(0, at) + rest + line.slice(at));
		}
	});

	const listing = fc
		.array(
			fc.oneof(
				fc.constantFrom(...lines).map((line) => utf8.encode(`${line}\r\n`)),
				fc.string({ unit: "grapheme" }).map((text) => utf8.encode(`type=file; ${text}\n`)),
				fc.uint8Array({ maxLength: 40 }),
				fc.constantFrom("\n", "\r", "\r\n", "\r\r\n").map((end) => utf8.encode(end)),
			),
			{ maxLength: 12 },
		)
		.map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

	it.each(["mlsx", "list", "names"] as const)(
		"gets the same result for any bytes of format %s, however they are cut",
		(format) => {
			fc.assert(
				fc.property(
					listing,
					fc.array(fc.nat({ max: 500 }), { maxLength: 6 }),
					fc.constantFrom(utf8, latin1),
					(bytes, places, codec) => {
						const whole = parse(format, codec, [bytes]);
						expect(whole.filter((entry) => !isSound(entry))).toEqual([]);
						expect(parse(format, codec, cut(bytes, places))).toEqual(whole);
					},
				),
				{ numRuns: 300 },
			);
		},
	);
});
