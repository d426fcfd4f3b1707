import { automatic } from "../../../packages/core/src/client/encodings/automatic.ts";
import { LineReader } from "../../../packages/core/src/listing/line-reader.ts";
import { newProfile } from "../../../packages/core/src/protocol/facts.ts";
import { bytesOf, feed, repeated, type Shape } from "../shape.ts";

const unlimited = { lineBytes: Infinity, listingBytes: Infinity, entries: Infinity };
const LONGEST = 32 * 1024;

function lines(name: string, make: (bytes: number) => string | Uint8Array, chunk?: number, lineBytes = Infinity): Shape {
	return {
		name,
		prepare(count) {
			const bytes = bytesOf(make(count));
			return () => {
				const reader = new LineReader(automatic(newProfile()), { ...unlimited, lineBytes });
				feed(bytes, (one) => reader.push(one), chunk);
				reader.end();
			};
		},
	};
}

const endless = (bytes: number): string => repeated("x", bytes);

export const shapes: readonly Shape[] = [
	lines("one line without an end", endless),
	lines("one line without an end, byte by byte", endless, 1),
	lines("empty lines", (bytes) => repeated("\n", bytes)),
	lines("empty lines, byte by byte", (bytes) => repeated("\r\n", bytes), 1),
	lines("carriage returns", (bytes) => repeated("\r", bytes)),
	lines("lines as long as they may be", (bytes) => repeated(`${"x".repeat(LONGEST - 1)}\n`, bytes), undefined, LONGEST),
	lines(
		"lines as long as they may be, cut near their ends",
		(bytes) => repeated(`${"x".repeat(LONGEST - 1)}\n`, bytes),
		LONGEST - 1,
		LONGEST,
	),
	lines("lines that are not UTF-8", (bytes) => new Uint8Array(bytes).map((_, at) => (at % 80 === 79 ? 0x0a : 0xe2))),
	lines("letters beyond ASCII in the last line only", (bytes) => `${repeated("x\n", bytes)}\u00e9\n`),
];
