import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FTPUsageError } from "../../errors/index.ts";
import { runs } from "../../property-runs.ts";
import { anyCharacter } from "../../property-text.ts";
import type { TextCodec } from "../../protocol/text.ts";
import { codecFor } from "./codec-for.ts";
import { legacy } from "./legacy.ts";

/** Every encoding of the Encoding Standard in which names can travel. */
const labels = [
	...["utf-8", "iso-8859-1", "latin1", "ascii", "macintosh", "x-mac-cyrillic", "ibm866", "koi8-r", "koi8-u", "windows-874"],
	...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15].map((part) => `iso-8859-${part}`),
	...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].map((page) => `windows-${page}`),
	...["gbk", "gb2312", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"],
];

const codec = (label: string): TextCodec => codecFor(label, undefined, legacy);

/** Bytes as they come in names: single ones, and such as look like characters of two, three and four bytes. */
const high = fc.integer({ min: 0x80, max: 0xff });
const digit = fc.integer({ min: 0x30, max: 0x39 });
const name: fc.Arbitrary<number[]> = fc
	.array(
		fc.oneof(
			fc.tuple(fc.integer({ min: 0, max: 0xff })),
			fc.tuple(high, fc.integer({ min: 0x40, max: 0xff })),
			fc.tuple(fc.constantFrom(0x8e, 0x8f, 0xe3, 0xed, 0xf0), high, high),
			fc.tuple(high, digit, high, digit),
		),
		{ maxLength: 20 },
	)
	.map((pieces) => pieces.flat());

describe.each(labels)("%s", (label) => {
	test("gives back the bytes of every name", () => {
		const { encode, decode } = codec(label);
		fc.assert(
			fc.property(name, (given) => {
				expect([...encode(decode(Uint8Array.from(given)))]).toEqual(given);
			}),
			{ numRuns: runs(100) },
		);
	});

	test("leaves ASCII as it is", () => {
		const { encode, decode } = codec(label);
		const ascii = Uint8Array.from({ length: 0x80 }, (_, byte) => byte);
		expect([...encode(decode(ascii))]).toEqual([...ascii]);
		expect(decode(ascii)).toBe(String.fromCharCode(...ascii));
	});

	test("reads lines together as it reads them one by one", () => {
		const { decode } = codec(label);
		fc.assert(
			fc.property(fc.array(name), (names) => {
				const lines = names.map((bytes) => Uint8Array.from(bytes.filter((byte) => byte !== 0x0a)));
				const block = Uint8Array.from(lines.flatMap((line) => [...line, 0x0a]));
				expect(decode(block)).toBe(lines.map((line) => `${decode(line)}\n`).join(""));
			}),
			{ numRuns: runs(100) },
		);
	});
});

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
const bytes = (text: string): Uint8Array => Uint8Array.from(text.split(" "), (byte) => Number.parseInt(byte, 16));

test.each([
	["utf-8", "é😀", "c3 a9 f0 9f 98 80"],
	["iso-8859-1", "é\x80", "e9 80"],
	["windows-1252", "€é\x81", "80 e9 81"],
	["latin1", "€", "80"],
	["cp1252", "“”", "93 94"],
	["iso-8859-15", "€", "a4"],
	["windows-1251", "Привет", "cf f0 e8 e2 e5 f2"],
	["koi8-r", "Привет", "f0 d2 c9 d7 c5 d4"],
	["ibm866", "Привет", "8f e0 a8 a2 a5 e2"],
	["macintosh", "é", "8e"],
	["gbk", "中文€", "d6 d0 ce c4 80"],
	["gb18030", "中文€", "d6 d0 ce c4 a2 e3"],
	["gb18030", "\u0080é😀\u{10ffff}", "81 30 81 30 a8 a6 94 39 fc 36 e3 32 9a 35"],
	["big5", "中文", "a4 a4 a4 e5"],
	["shift_jis", "日本語ソｱ", "93 fa 96 7b 8c ea 83 5c b1"],
	["euc-jp", "日本語ｱ", "c6 fc cb dc b8 ec 8e b1"],
	["euc-jp", "丂", "8f b0 a1"],
	["euc-kr", "한글", "c7 d1 b1 db"],
])("%s: %j is %s, in both directions", (label, text, expected) => {
	expect(hex(codec(label).encode(text))).toBe(expected);
	expect(codec(label).decode(bytes(expected))).toBe(text);
});

test.each([
	["big5", "十卅═", "a4 51 a4 ca f9 f9", "a2 cc a2 ce a2 a4"],
	["shift_jis", "①纊￢", "87 40 fa 5c 81 ca", "ed 40 ee f9"],
	["gbk", "€", "80", "a2 e3"],
])("%s: of several ways to write %j, one is used, and the others keep their bytes", (label, text, expected, others) => {
	const { encode, decode } = codec(label);
	expect(hex(encode(text))).toBe(expected);
	expect(decode(bytes(others))).not.toContain([...text][0]);
	expect(hex(encode(decode(bytes(others))))).toBe(others);
});

describe("UTF-8", () => {
	const { encode, decode } = codec("utf-8");

	test.each([
		["a byte of another encoding", "63 61 66 e9", "caf\udce9"],
		["a character that is cut", "e6 97 0a 61", "\udce6\udc97\na"],
		["a character that is too long", "c0 af e0 80 af f0 80 80 af", "\udcc0\udcaf\udce0\udc80\udcaf\udcf0\udc80\udc80\udcaf"],
		["half a pair", "ed a0 80 ed b2 80", "\udced\udca0\udc80\udced\udcb2\udc80"],
		["beyond Unicode", "f4 90 80 80 f5 80", "\udcf4\udc90\udc80\udc80\udcf5\udc80"],
		["what is not UTF-8 beside what is", "f0 9f 98 80 80 c3 a9", "😀\udc80é"],
		["a byte order mark", "ef bb bf ff", "\ufeff\udcff"],
		["NUL", "00 80", "\0\udc80"],
	])("keeps %s", (_, sequence, text) => {
		expect(decode(bytes(sequence))).toBe(text);
		expect(hex(encode(text))).toBe(sequence);
	});

	test("reads what is valid as every decoder does", () => {
		fc.assert(
			fc.property(fc.string({ unit: anyCharacter }), (text) => {
				const valid = new TextEncoder().encode(text);
				expect(decode(Uint8Array.of(...valid, 0xff))).toBe(
					`${new TextDecoder("utf-8", { ignoreBOM: true }).decode(valid)}\udcff`,
				);
			}),
			{ numRuns: runs(100) },
		);
	});
});

describe("what cannot be encoded", () => {
	test.each([
		["iso-8859-1", "a€", "U+20AC"],
		["windows-1252", "\x80", "U+0080"],
		["gbk", "a😀", "U+1F600"],
		["utf-8", "\ud800", "U+D800"],
		["utf-8", "\udc0a", "U+DC0A"],
		["koi8-r", "\udfff", "U+DFFF"],
	])("%s: %j is refused by its number", (label, text, number) => {
		expect(() => codec(label).encode(text)).toThrow(FTPUsageError);
		expect(() => codec(label).encode(text)).toThrow(new RegExp(`${label} has no character \\${number}$`.replace("\\U+", "U\\+")));
	});
});

describe("what is no encoding for FTP", () => {
	test.each(["utf-16le", "utf-16be", "unicode", "iso-2022-jp"])("%s: ASCII may be something else in it", (label) => {
		expect(() => codec(label)).toThrow(/FTP cannot carry/);
	});

	test.each(["klingon", "", "gbk\u0007", "iso-2022-kr"])("%j is unknown", (label) => {
		expect(() => codec(label)).toThrow(FTPUsageError);
		expect(() => codec(label)).toThrow(/^encoding: this runtime knows no "[^\p{Cc}]*"$/u);
	});

	test.each([8, null, {}, ["gbk"]])("%j is not even a name", (label) => {
		expect(() => codec(label as string)).toThrow(/^encoding must be/);
	});
});

test("UTF-8 by any of its names is UTF-8", () => {
	for (const label of ["UTF-8", "utf8", "unicode-1-1-utf-8"]) expect(codec(label).label).toBe("utf-8");
	for (const label of ["ISO-8859-1", "iso-8859-1"]) expect(codec(label).label).toBe("iso-8859-1");
	expect(codec("latin1").label).toBe("windows-1252");
});

test("without the part for other encodings they are refused, and not by silence", () => {
	expect(() => codecFor("gbk")).toThrow(/needs FTPClient/);
	expect(codecFor("iso-8859-1").label).toBe("iso-8859-1");
});
