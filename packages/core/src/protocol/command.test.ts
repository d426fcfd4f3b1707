import { expect, test } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { FTPUsageError } from "../errors/index.ts";
import { encodeCommand } from "./command.ts";
import type { TextCodec } from "./text.ts";

const utf8 = codecFor("utf-8");
const latin1 = codecFor("iso-8859-1");
const encode = (verb: string, args: string[], codec = utf8): Uint8Array => encodeCommand(verb, args, codec, 8192).bytes;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("verb and arguments, with spaces between and CRLF behind", () => {
	expect(text(encode("retr", ["a file"]))).toBe("RETR a file\r\n");
	expect(text(encode("OPTS", ["UTF8", "ON"]))).toBe("OPTS UTF8 ON\r\n");
	expect(text(encode("NOOP", []))).toBe("NOOP\r\n");
	expect(text(encode("PASS", [""]))).toBe("PASS \r\n");
});

test("71, 73, 74, 75: a path is not rewritten", () => {
	for (const path of [" leading", "trailing ", "-rf", "%0d%0a", "a;b=c", '"quoted"', "．．／", "\u2028\u0085", "/日本/é"]) {
		expect(text(encode("RETR", [path]))).toBe(`RETR ${path}\r\n`);
	}
});

test.each([
	["CR", "a\rb"],
	["LF", "a\nDELE x"],
	["CRLF", "a\r\nDELE x"],
	["NUL", "a\0b"],
	["half a surrogate pair", "a\ud800b"],
	["64 kB", "x".repeat(65_536)],
])("70, 72: an argument with %s is refused", (_, argument) => {
	expect(() => encode("RETR", [argument])).toThrow(FTPUsageError);
	expect(() => encode("OPTS", ["fine", argument])).toThrow(FTPUsageError);
});

test("71: line ends are looked for in the encoded bytes", () => {
	// A careless encoder cuts U+010A to 0x0A.
	const careless: TextCodec = { ...latin1, encode: (value) => Uint8Array.from(value, (letter) => letter.charCodeAt(0) & 0xff) };
	expect(() => encode("RETR", ["a\u010a"], careless)).toThrow(FTPUsageError);
	expect(() => encode("RETR", ["a\u010d"], careless)).toThrow(FTPUsageError);
});

test("71, 76: ISO-8859-1 is byte for byte, 0xFF doubled as Telnet wants it, and anything beyond it an error", () => {
	expect([...encode("RETR", ["é\u0080ÿ"], latin1)]).toEqual([
		...new TextEncoder().encode("RETR "),
		0xe9,
		0x80,
		0xff,
		0xff,
		13,
		10,
	]);
	expect(() => encode("RETR", ["č"], latin1)).toThrow(FTPUsageError);
});

test.each([[""], ["A B"], ["RETR\r\n"], ["X".repeat(17)], ["é"], ["5X"]])("70: %j is no verb", (verb) => {
	expect(() => encode(verb, [])).toThrow(FTPUsageError);
});

test("a verb may have digits", () => {
	expect(encodeCommand("xsha256", ["f"], utf8, 8192).shown).toBe("XSHA256 f");
});

test("102: secrets are not shown", () => {
	expect(encodeCommand("pass", ["hunter2"], utf8, 8192).shown).toBe("PASS ***");
	expect(encodeCommand("ACCT", ["hunter2"], utf8, 8192).shown).toBe("ACCT ***");
	expect(encodeCommand("USER", ["bob"], utf8, 8192).shown).toBe("USER bob");
});
