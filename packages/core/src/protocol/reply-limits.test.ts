import { expect, test } from "vitest";
import { defaultProtocolLimits, type ProtocolLimits } from "../limits.ts";
import { testOptions } from "../testing/transcript.ts";
import { ReplyParser } from "./reply-parser.ts";

/** How many lines the one reply has, or what is thrown. */
function read(text: string, limits: Partial<ProtocolLimits>, isInPieces: boolean): unknown {
	const parser = new ReplyParser(testOptions.codec, { ...defaultProtocolLimits, ...limits });
	const bytes = new TextEncoder().encode(text);
	try {
		for (const piece of isInPieces ? [...bytes].map((byte) => Uint8Array.of(byte)) : [bytes]) {
			parser.push(piece);
			const reply = parser.next();
			if (reply) return reply.lines.length;
		}
		return undefined;
	} catch (error) {
		return error;
	}
}

const exceeded = (expected: string, received: string): unknown =>
	expect.objectContaining({ name: "FTPProtocolError", code: "LIMIT_EXCEEDED", expected, received });

test.each<[string, Partial<ProtocolLimits>, string, string, number, string]>([
	["13: a line", { replyLine: 8 }, "220 5678\n", "220 56789\n", 1, "a reply line of at most 8 bytes"],
	[
		"13: a line within",
		{ replyLine: 8 },
		"220-5678\n12345678\n220 x\n",
		"220-5678\n123456789\n220 x\n",
		3,
		"a reply line of at most 8 bytes",
	],
	["15: a reply", { reply: 12 }, "220-a\n220 b\n", "220-a\n220 bc\n", 2, "a reply of at most 12 bytes"],
	["15: the lines of a reply", { replyLines: 3 }, "220-\n\n220 \n", "220-\n\n\n220 \n", 3, "a reply of at most 3 lines"],
])("%s may be as long as the limit, and no longer", (_, limits, fits, tooMuch, lines, expected) => {
	for (const isInPieces of [false, true]) {
		expect(read(fits, limits, isInPieces)).toBe(lines);
		expect(read(tooMuch, limits, isInPieces)).toEqual(exceeded(expected, "more"));
	}
});

test("13: a line that is too long is not waited for to its end", () => {
	expect(read("220 56789", { replyLine: 8 }, false)).toEqual(exceeded("a reply line of at most 8 bytes", "more"));
	expect(read("220 5678", { replyLine: 8 }, false)).toBeUndefined();
});

test("20, 22: what is no reply is told with what one is", () => {
	expect(read("220 a\0b\n", {}, false)).toMatchObject({ code: "BAD_REPLY", expected: "a reply without NUL" });
	expect(read("hello\n", {}, false)).toMatchObject({
		code: "BAD_REPLY",
		expected: "a reply that starts with a three-digit code",
	});
});

test("an empty line in front of the first reply is none", () => {
	for (const isInPieces of [false, true]) {
		expect(read("\n220 x\n", {}, isInPieces)).toMatchObject({ code: "BAD_REPLY", received: "" });
	}
});

test("20: a whole line that is no reply is told whole, and one that may never end by its first byte", () => {
	expect(read("HTTP/1.1 400\r\n", {}, false)).toMatchObject({ code: "BAD_REPLY", received: "HTTP/1.1 400" });
	for (const first of ["0", "6", "H", " "]) {
		expect(read(`${first}abc`, {}, true)).toMatchObject({ code: "BAD_REPLY", received: `${first}...` });
	}
	for (const first of ["1", "5"]) expect(read(`${first}00 a\n`, {}, true)).toBe(1);
});

test("57: neither a line nor a reply that has begun may be under way when TLS begins", () => {
	for (const begun of ["2", "230 a", "230-a\n", "230-a\nb", "230 a\n230 b\n"]) {
		const parser = new ReplyParser(testOptions.codec, defaultProtocolLimits);
		expect(() => parser.endPlainText()).not.toThrow();
		parser.push(new TextEncoder().encode(begun));
		parser.next();
		expect(() => parser.endPlainText()).toThrow(
			expect.objectContaining({
				code: "BYTES_BEFORE_TLS",
				expected: "the TLS handshake after the reply to AUTH",
				received: "more plain text",
			}),
		);
	}
});
