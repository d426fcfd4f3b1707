import { utf8 } from "../../../packages/core/src/client/encodings/utf8.ts";
import { ReplyParser } from "../../../packages/core/src/protocol/reply-parser.ts";
import { bytesOf, feed, repeated, type Shape } from "../shape.ts";

/** The real ones would end all of this at one MiB. */
const limits = {
	replyLine: Infinity,
	reply: Infinity,
	replyLines: Infinity,
	preliminaryReplies: Infinity,
	commandLine: Infinity,
};

function framing(name: string, make: (bytes: number) => string | Uint8Array, chunk?: number): Shape {
	return {
		name,
		prepare(count) {
			const bytes = bytesOf(make(count));
			return () => {
				const parser = new ReplyParser(utf8(), limits);
				feed(
					bytes,
					(one) => {
						parser.push(one);
						while (parser.next());
					},
					chunk,
				);
			};
		},
	};
}

const endless = (bytes: number): string => `220 ${repeated("x", bytes)}`;
const many = (piece: string) => (bytes: number) => repeated(piece, bytes);
const reply = (line: string) => (bytes: number) => `220-\n${repeated(line, bytes)}220 end\n`;

export const shapes: readonly Shape[] = [
	framing("one line without an end", endless),
	framing("one line without an end, byte by byte", endless, 1),
	framing("a reply of empty lines", reply("\n")),
	framing("a reply of lines that nearly end it", reply("220x\n220-\n 220 x\n22\n")),
	framing("a reply of empty lines, byte by byte", reply("\r\n"), 1),
	framing("short replies, all in one chunk", many("200 x\r\n"), Infinity),
	framing("short replies, byte by byte", many("200 x\r\n"), 1),
	framing("carriage returns", (bytes) => `220 ${repeated("\r", bytes)}\n`),
	framing("a line that is not UTF-8", notUtf8),
];

function notUtf8(bytes: number): Uint8Array {
	const line = new Uint8Array(bytes).fill(0xe2);
	line.set([0x32, 0x32, 0x30, 0x20]);
	line[bytes - 1] = 0x0a;
	return line;
}
