import { utf8 } from "../../../packages/core/src/client/encodings/utf8.ts";
import type { Entry } from "../../../packages/core/src/listing/entry.ts";
import { ListingParser } from "../../../packages/core/src/listing/listing-parser.ts";
import { parseNameLine } from "../../../packages/core/src/listing/names.ts";
import { isSafeName } from "../../../packages/core/src/listing/safe-name.ts";
import { bytesOf, feed, repeated, type Shape } from "../shape.ts";

const limits = { lineBytes: Infinity, listingBytes: Infinity, entries: Infinity };

function names(title: string, make: (bytes: number) => string): Shape {
	return {
		name: title,
		prepare(count) {
			const bytes = bytesOf(make(count));
			return () => {
				const parser = new ListingParser({ codec: utf8(), now: 0, dialects: [parseNameLine], limits });
				const judge = (entries: readonly Entry[]): void => {
					for (const { name } of entries) isSafeName(name);
				};
				feed(bytes, (chunk) => judge(parser.push(chunk)));
				judge(parser.end());
			};
		},
	};
}

export const shapes: readonly Shape[] = [
	names("names of one letter", (bytes) => repeated("a\n", bytes)),
	names("no names, but lines", (bytes) => repeated("\r\n", bytes)),
	names("one name without an end", (bytes) => repeated("a", bytes)),
	names("one name of dots", (bytes) => repeated(".", bytes)),
	names("one name of blanks", (bytes) => `a${repeated(" ", bytes)}b`),
	names("one name of steps upwards", (bytes) => repeated("../", bytes)),
	names("one name of accents", (bytes) => repeated("\u0301", bytes / 2)),
];
