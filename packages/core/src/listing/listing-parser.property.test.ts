import fc from "fast-check";
import { expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { FTPProtocolError } from "../errors/index.ts";
import type { ListingLimits } from "../limits.ts";
import { runs } from "../property-runs.ts";
import type { TextCodec } from "../protocol/text.ts";
import type { ListingFormat } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { ListingParser } from "./listing-parser.ts";
import { context, dialectsOf, faultOf, sampleLines } from "./sound-entry.ts";

const utf8 = codecFor("utf-8");
const latin1 = codecFor("iso-8859-1");

interface Outcome {
	readonly entries: readonly Entry[];
	readonly error: FTPProtocolError | undefined;
}

/** @throws what is no FTPProtocolError: nothing else may ever come out of a parser */
function parse(format: ListingFormat, codec: TextCodec, pieces: readonly Uint8Array[], limits: Partial<ListingLimits>): Outcome {
	const parser = new ListingParser({ codec, dialects: dialectsOf[format], limits, ...context });
	const entries: Entry[] = [];
	try {
		for (const piece of pieces) entries.push(...parser.push(piece));
		entries.push(...parser.end());
		return { entries, error: undefined };
	} catch (error) {
		if (error instanceof FTPProtocolError && error.code === "LIMIT_EXCEEDED") return { entries, error };
		throw error;
	}
}

/** By their JSON, which takes a tenth of the time of `toEqual`. */
function demandSame(some: readonly Entry[], others: readonly Entry[]): void {
	const [one, other] = [JSON.stringify(some), JSON.stringify(others)];
	if (one !== other) throw new Error(`${one} is not ${other}`);
}

/** The bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((one, other) => one - other);
	return sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end));
}

/** The lines that the bytes are, by the rule that a reader of lines has: LF ends one, and CR in front of it belongs to that. */
function textOf(codec: TextCodec, bytes: Uint8Array): string {
	const lines = codec.decode(bytes).split("\n");
	return lines.map((line) => line.replace(/\r$/, "")).join("\n");
}

const lineEnd = fc.constantFrom("\n", "\r", "\r\n", "\r\r\n", "").map((end) => utf8.encode(end));
const part = fc.oneof(
	fc.constantFrom(...sampleLines).map((line) => utf8.encode(line)),
	fc.string({ unit: "grapheme" }).map((text) => utf8.encode(`type=file; ${text}`)),
	fc.uint8Array({ maxLength: 40 }),
);
const listing = fc
	.array(fc.tuple(part, lineEnd), { maxLength: 10 })
	.map((parts) => Uint8Array.from(parts.flat().flatMap((bytes) => [...bytes])));
const places = fc.array(fc.nat({ max: 1000 }), { maxLength: 8 });
const codecs = fc.constantFrom(utf8, latin1);

const formats = Object.keys(dialectsOf) as ListingFormat[];

it.each(formats)("89: any bytes, however they are cut, are the same sound entries: %s", (format) => {
	fc.assert(
		fc.property(listing, places, codecs, (bytes, cuts, codec) => {
			const { entries, error } = parse(format, codec, [bytes], {});
			expect(error).toBeUndefined();
			const text = textOf(codec, bytes);
			for (const entry of entries) {
				const fault = text.includes(entry.raw) && entry.name !== "" ? faultOf(entry) : "not what came";
				if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(entry)}`);
			}
			const again = parse(format, codec, cut(bytes, cuts), {});
			demandSame(again.entries, entries);
			expect(again.error).toBeUndefined();
		}),
		{ numRuns: runs(300) },
	);
});

const limit = fc.integer({ min: 1, max: 300 });
const limits = fc.record({ lineBytes: limit, listingBytes: limit.map((most) => most * 3), entries: fc.nat({ max: 10 }) });

it.each(formats)("82, 83, 84: a limit is exceeded or not, however the bytes are cut: %s", (format) => {
	fc.assert(
		fc.property(listing, places, codecs, limits, (bytes, cuts, codec, all) => {
			const { entries, error } = parse(format, codec, [bytes], all);
			const again = parse(format, codec, cut(bytes, cuts), all);
			expect(again.error?.code).toBe(error?.code);
			if (error === undefined) demandSame(again.entries, entries);
			expect(again.entries.length).toBeLessThanOrEqual(all.entries);
			const { entries: unlimited } = parse(format, codec, [bytes], {});
			// What came before it was too much is what would have come.
			demandSame(unlimited.slice(0, again.entries.length), again.entries);
		}),
		{ numRuns: runs(300) },
	);
});
