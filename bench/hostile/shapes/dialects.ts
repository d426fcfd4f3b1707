import { utf8 } from "../../../packages/core/src/client/encodings/utf8.ts";
import { dialectSamples } from "../../../packages/core/src/listing/dialect-samples.ts";
import { defaultDialects } from "../../../packages/core/src/listing/dialects.ts";
import { ListingParser } from "../../../packages/core/src/listing/listing-parser.ts";
import { utcZone } from "../../../packages/core/src/listing/zone.ts";
import { bytesOf, feed, repeated, type Shape } from "../shape.ts";

/** The real ones would refuse a line of more than 32 KiB. */
const limits = { lineBytes: Infinity, listingBytes: Infinity, entries: Infinity };
const now = Date.UTC(2025, 5, 15);
/** What a pattern could take in more than one way, or begin at more than one place. */
const pieces = [" ", "\t", "a=", "((((", "1 ", "1", "a", "a ", " -> ", ";", "[", "1 Jan 1 2024 ", "<DIR> ", ",", "-", "x,", "."];

/** The whole way from bytes to entries. */
function listing(name: string, make: (bytes: number) => string): Shape {
	return {
		name,
		prepare(count) {
			const bytes = bytesOf(make(count));
			return () => {
				const parser = new ListingParser({ codec: utf8(), now, dialects: defaultDialects, limits });
				feed(bytes, (chunk) => parser.push(chunk));
				parser.end();
			};
		},
	};
}

/** A line for each piece, which it consists of from some place on; every dialect looks at each, also where another one would take it. */
function spoilt(name: string, start: string): Shape {
	return {
		name,
		prepare(count) {
			const text = pieces.map((piece) => `${start}${repeated(piece, count / pieces.length)}`).join("\r");
			// Decoded, so that it is one string in memory, and not a tree of its parts.
			const lines = new TextDecoder().decode(bytesOf(text)).split("\r");
			return () => {
				for (const line of lines) for (const dialect of defaultDialects) dialect(line, { now, zone: utcZone });
			};
		},
	};
}

export const shapes: readonly Shape[] = [
	spoilt("lines of one thing repeated", ""),
	spoilt("the same behind -rw", "-rw"),
	...Object.entries(dialectSamples).map(([name, [line = ""]]) =>
		spoilt(`the same behind a line of ${name.replace(/^parse(.*)Line$/, "$1")}`, line),
	),
	listing("lines of 32 KiB that no dialect knows", (bytes) => repeated(`${"1 ".repeat(16 * 1024 - 1)}\n`, bytes)),
	listing("short lines that no dialect knows", (bytes) => repeated("a b c 1\n", bytes)),
];
