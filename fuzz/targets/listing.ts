import { deepEqual, equal, ok } from "node:assert/strict";
import { codecFor } from "../../packages/core/src/client/encodings/codec-for.ts";
import { FTPProtocolError } from "../../packages/core/src/errors/index.ts";
import type { Dialect } from "../../packages/core/src/listing/dialect.ts";
import { defaultDialects } from "../../packages/core/src/listing/dialects.ts";
import type { Entry } from "../../packages/core/src/listing/entry.ts";
import { ListingParser } from "../../packages/core/src/listing/listing-parser.ts";
import { parseMlsxLine } from "../../packages/core/src/listing/mlsx.ts";
import { parseNameLine } from "../../packages/core/src/listing/names.ts";
import type { TextCodec } from "../../packages/core/src/protocol/text.ts";
import { Input, joined } from "./input.ts";
import { context, expectSound } from "./sound.ts";

/** So small that the fuzzer reaches them. */
const limits = { lineBytes: 200, listingBytes: 2000, entries: 12 };

function read(pieces: readonly Uint8Array[], codec: TextCodec, dialects: readonly Dialect[]): Entry[] | "too much" {
	const parser = new ListingParser({ codec, dialects, limits, ...context });
	try {
		return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
	} catch (error) {
		ok(error instanceof FTPProtocolError, String(error));
		equal(error.code, "LIMIT_EXCEEDED");
		return "too much";
	}
}

/** A whole listing: the same entries however its bytes are cut, as many as allowed, all of which make sense. */
export function fuzzListing(bytes: Uint8Array): void {
	const input = new Input(bytes);
	const dialects = input.choice([defaultDialects, [parseMlsxLine], [parseNameLine]]);
	const codec = codecFor(input.choice(["utf-8", "iso-8859-1"]));
	const pieces = input.pieces();
	const entries = read(pieces, codec, dialects);
	deepEqual(read([joined(pieces)], codec, dialects), entries);
	if (entries === "too much") return;
	ok(entries.length <= limits.entries, "so many entries");
	for (const entry of entries) {
		expectSound(entry);
		ok(entry.name !== "." && entry.name !== "..", "not the directory itself, nor its parent");
	}
}
