import fc from "fast-check";
import { expect, test } from "vitest";
import { automatic } from "../client/encodings/automatic.ts";
import { codecFor } from "../client/encodings/codec-for.ts";
import { legacy } from "../client/encodings/legacy.ts";
import { FTPUsageError } from "../errors/index.ts";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { encodeCommand } from "./command.ts";
import { newProfile } from "./facts.ts";
import type { TextCodec } from "./text.ts";

const labels = [
	...["utf-8", "iso-8859-1", "windows-1252", "windows-1251", "iso-8859-15", "koi8-r", "ibm866", "macintosh"],
	...["gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"],
];
const codecs: readonly (readonly [label: string, codec: TextCodec])[] = [
	...labels.map((label) => [label, codecFor(label, undefined, legacy)] as const),
	["automatic", automatic(newProfile())],
	["automatic, without UTF-8", automatic({ ...newProfile(), isUTF8: false })],
];

const longest = 200;
const [CR, LF, NUL, IAC] = [0x0d, 0x0a, 0x00, 0xff];

/** Characters that have ended lines somewhere: by themselves, by their low byte, by what stands for them elsewhere, or as 0xFF. */
const dangerous: fc.Arbitrary<string> = fc.constantFrom(
	...["\r", "\n", "\r\n", "\0", "\u010a", "\u010d", "\u0100", "\u560a", "\u560d", "\u2028", "\u2029", "\u0085", "ÿ", "я", "ˇ"],
	...["\ud800", "\udc00", "\udc0a", "\udc0d", "\udc80", "\udcff", "\udcff\udcff", "．．／", "é", "日本", "€", " ", "%0d%0a"],
);
const argument: fc.Arbitrary<string> = fc.oneof(
	{ weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 8 }) },
	{
		weight: 2,
		arbitrary: fc.array(fc.oneof(fc.string({ maxLength: 3 }), dangerous), { maxLength: 6 }).map((all) => all.join("")),
	},
	{ weight: 1, arbitrary: fc.array(fc.integer({ max: 0xffff })).map((units) => String.fromCharCode(...units)) },
	{ weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: longest + 50 }) },
);
const args: fc.Arbitrary<string[]> = fc.array(argument, { maxLength: 3 });
const verb: fc.Arbitrary<string> = fc.constantFrom("RETR", "retr", "USER", "PASS", "ACCT", "SITE", "XSHA256", "RNTO");

/** What a server that reads Telnet takes a line for, or one that does not. Throws where 0xFF stands alone. */
function received(line: readonly number[], isTelnet: boolean): Uint8Array {
	const bytes: number[] = [];
	for (let at = 0; at < line.length; at++) {
		if (isTelnet && line[at] === IAC) {
			at += 1;
			expect(line[at]).toBe(IAC);
		}
		bytes.push(line[at] ?? NUL);
	}
	return Uint8Array.from(bytes);
}

test("70, 71, 72, 76: in every encoding whatever is given is one line that reads as it was meant, or refused", () => {
	fc.assert(
		fc.property(fc.constantFrom(...codecs), verb, args, fc.boolean(), ([, codec], name, given, isTelnet) => {
			let bytes: readonly number[];
			try {
				bytes = [...encodeCommand(name, given, codec, longest, isTelnet).bytes];
			} catch (error) {
				expect(error).toBeInstanceOf(FTPUsageError);
				expect(error).toHaveProperty("code", "BAD_ARGUMENT");
				return;
			}
			expect(bytes.length).toBeLessThanOrEqual(longest);
			expect(bytes.slice(-2)).toEqual([CR, LF]);
			const line = bytes.slice(0, -2);
			for (const byte of [CR, LF, NUL]) expect(line).not.toContain(byte);
			const own = /^(?:USER|PASS|ACCT)$/.test(name) ? (codec.login ?? codec) : codec;
			const text = own.decode(received(line, isTelnet));
			const meant = [name.toUpperCase(), ...given].join(" ");
			// Bytes that were no text when they came go back as they were: together they may be text.
			if (/\p{Cs}/u.test(meant)) expect(own.encode(text)).toEqual(own.encode(meant));
			else expect(text).toBe(meant);
		}),
		{ numRuns: runs(2000) },
	);
});

test("70: in no encoding plain words are refused", () => {
	const word = fc.stringMatching(/^[ -~]{0,40}$/);
	fc.assert(
		fc.property(fc.constantFrom(...codecs), word, word, ([, codec], one, other) => {
			const { bytes } = encodeCommand("SITE", [one, other], codec, longest);
			expect(String.fromCharCode(...bytes)).toBe(`SITE ${one} ${other}\r\n`);
		}),
		{ numRuns: runs(500) },
	);
});

test("70: whatever is given as a verb, it is letters and digits or refused", () => {
	const word = fc.oneof(
		fc.string({ unit: anyCharacter, maxLength: 18 }),
		fc.stringMatching(/^[A-Za-z]{1,4}[ \r\n\0]?[A-Z0-9]{0,14}$/),
	);
	fc.assert(
		fc.property(word, (name) => {
			let bytes: Uint8Array;
			try {
				bytes = encodeCommand(name, ["x"], codecFor("utf-8"), longest).bytes;
			} catch (error) {
				expect(error).toBeInstanceOf(FTPUsageError);
				return;
			}
			expect(String.fromCharCode(...bytes)).toMatch(/^[A-Z][A-Z0-9]{0,15} x\r\n$/);
			expect(String.fromCharCode(...bytes)).toBe(`${name.toUpperCase()} x\r\n`);
		}),
		{ numRuns: runs(500) },
	);
});
