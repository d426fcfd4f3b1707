import { expect, test } from "vitest";
import { defaultProtocolLimits, type ProtocolLimits } from "../limits.ts";
import { everySplit } from "../testing/every-split.ts";
import { testOptions } from "../testing/transcript.ts";
import type { Reply } from "./reply.ts";
import { ReplyParser } from "./reply-parser.ts";

function parse(chunks: readonly Uint8Array[], limits: Partial<ProtocolLimits> = {}): Reply[] {
	const parser = new ReplyParser(testOptions.codec, { ...defaultProtocolLimits, ...limits });
	const replies: Reply[] = [];
	for (const chunk of chunks) {
		// The parser must not hold on to what it was given.
		const copy = chunk.slice();
		parser.push(copy);
		copy.fill(0);
		for (let reply = parser.next(); reply; reply = parser.next()) replies.push(reply);
	}
	return replies;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function parseText(text: string, limits?: Partial<ProtocolLimits>): Reply[] {
	return parse([bytesOf(text)], limits);
}

const dialogues: [name: string, sent: string, replies: Reply[]][] = [
	["one line", "220 ready\r\n", [{ code: 220, text: "ready", lines: ["220 ready"] }]],
	["LF alone", "220 ready\n", [{ code: 220, text: "ready", lines: ["220 ready"] }]],
	["a code alone", "220\r\n", [{ code: 220, text: "", lines: ["220"] }]],
	["a tab after the code", "220\tready\r\n", [{ code: 220, text: "ready", lines: ["220\tready"] }]],
	[
		"two replies",
		"150 here it comes\r\n226 done\r\n",
		[
			{ code: 150, text: "here it comes", lines: ["150 here it comes"] },
			{ code: 226, text: "done", lines: ["226 done"] },
		],
	],
	[
		"several lines, with all that may stand between",
		"220-Hello\r\nplain\r\n 220 indented\r\n530 not the end\r\n220-nor this\r\n220x\r\n220 the end\r\n",
		[
			{
				code: 220,
				text: "Hello\nplain\n 220 indented\n530 not the end\nnor this\n220x\nthe end",
				lines: ["220-Hello", "plain", " 220 indented", "530 not the end", "220-nor this", "220x", "220 the end"],
			},
		],
	],
	[
		"an end without text",
		"211-Features:\r\n SIZE\r\n211\r\n",
		[{ code: 211, text: "Features:\n SIZE\n", lines: ["211-Features:", " SIZE", "211"] }],
	],
	["UTF-8", '257 "/Größe/日本"\r\n', [{ code: 257, text: '"/Größe/日本"', lines: ['257 "/Größe/日本"'] }]],
	["a bare CR stays in the text", '257 "/a\rb"\r\n', [{ code: 257, text: '"/a\rb"', lines: ['257 "/a\rb"'] }]],
];

test.each(dialogues)("17, 18, 19, 21: %s, however it is cut", (_, sent, replies) => {
	for (const chunks of everySplit(bytesOf(sent))) expect(parse(chunks)).toEqual(replies);
});

test("what has come behind a reply may not be taken for what comes through TLS", () => {
	const parser = new ReplyParser(testOptions.codec, defaultProtocolLimits);
	parser.push(bytesOf("234 go ahead\r\n"));
	expect(parser.next()?.code).toBe(234);
	expect(() => parser.endPlainText()).not.toThrow();
	parser.push(bytesOf("2"));
	expect(() => parser.endPlainText()).toThrow(expect.objectContaining({ code: "BYTES_BEFORE_TLS" }));
});

test("24: text that is not UTF-8 keeps its bytes", () => {
	const bytes = Uint8Array.from([...bytesOf("550 "), 0xe9, 0x0d, 0x0a]);
	expect(parse([bytes])[0]?.text).toBe("\udce9");
});

test.each([
	["SSH-2.0-OpenSSH_9.6\r\n"],
	["HTTP/1.1 400 Bad Request\r\n"],
	["\u0016\u0003\u0001\n"],
	["\ufeff220 with a byte order mark\r\n"],
	["99 x\r\n"],
	["1000 x\r\n"],
	["abc\r\n"],
	["633 protected\r\n"],
	["000 nothing\r\n"],
	["\r\n"],
	[" 220 x\r\n"],
])("22, 23, 25: %j is no reply", (sent) => {
	expect(() => parseText(sent)).toThrow(expect.objectContaining({ name: "FTPProtocolError", code: "BAD_REPLY" }));
});

test.each([["\u0016\u0003\u0001\u0002"], ["SSH-2.0"], ["\ufeff2"], ["HTTP/1.1 400"], ["\u0000"], ["6"]])(
	"25: %j is no reply as soon as its first byte has come",
	(sent) => {
		for (const chunks of everySplit(bytesOf(sent)))
			expect(() => parse(chunks)).toThrow(expect.objectContaining({ name: "FTPProtocolError", code: "BAD_REPLY" }));
	},
);

test("25: of a line whose end has not come, an error shows one character: the rest may be half of a password", () => {
	expect(() => parseText("hunter")).toThrow(expect.objectContaining({ received: "h..." }));
});

test.each([["230 logged\0 in\r\n"], ["230-logged\r\n\0\r\n230 in\r\n"], ["230\0\r\n"], ["230 in\0\r\n"]])(
	"20: NUL is no text: %j",
	(sent) => {
		for (const chunks of everySplit(bytesOf(sent)))
			expect(() => parse(chunks)).toThrow(expect.objectContaining({ name: "FTPProtocolError", code: "BAD_REPLY" }));
	},
);

test.each<[string, string, Partial<ProtocolLimits>]>([
	["a line without end", `220 ${"x".repeat(100)}`, { replyLine: 80 }],
	["a line too long", `220 ${"x".repeat(100)}\r\n`, { replyLine: 80 }],
	["a reply too long", `220-x\r\n${"some text\r\n".repeat(20)}`, { reply: 100 }],
	["too many lines", `220-x\r\n${"\r\n".repeat(20)}`, { replyLines: 10 }],
])("13, 15: %s exceeds a limit", (_, sent, limits) => {
	for (const chunks of [[bytesOf(sent)], Array.from(bytesOf(sent), (byte) => Uint8Array.of(byte))]) {
		expect(() => parse(chunks, limits)).toThrow(expect.objectContaining({ code: "LIMIT_EXCEEDED" }));
	}
});

test("13: a line of 17,000 bytes is read", () => {
	expect(parseText(`250 ${"A".repeat(17_000)}\r\n`)[0]?.text).toHaveLength(17_000);
});
