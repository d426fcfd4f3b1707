import { FTPProtocolError } from "../errors/index.ts";
import type { TextCodec } from "../protocol/text.ts";
import type { Dialect, ListingContext } from "./dialect.ts";
import { defaultDialects, type ListingFormat } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { defaultListingLimits, type ListingLimits } from "./limits.ts";
import { LineReader } from "./line-reader.ts";
import { isOwnDirectory } from "./mlsx.ts";
import { skipBlanks } from "./scan.ts";

export interface ListingParserOptions {
	readonly codec: TextCodec;
	/** Milliseconds since 1970, for dates that come without a year. */
	readonly now: number;
	readonly format: ListingFormat;
	readonly limits?: Partial<ListingLimits>;
	/** Who gets to see a line, instead of the usual ones for the format; the first that accepts it wins. */
	readonly dialects?: readonly Dialect[];
}

/**
 * Turns the bytes of a listing into entries. Feed it with chunks as they come, then call `end()`; where the chunks are cut makes
 * no difference. A line that nobody understands becomes an entry of type "unknown" with the line as its name: it is never dropped
 * and never an error, because a server may put anything between the entries.
 */
export class ListingParser {
	readonly #lines: LineReader;
	readonly #format: ListingFormat;
	readonly #context: ListingContext;
	readonly #dialects: readonly Dialect[];
	readonly #mostEntries: number;
	#entries = 0;

	constructor({ codec, now, format, limits, dialects }: ListingParserOptions) {
		const all = { ...defaultListingLimits, ...limits };
		this.#lines = new LineReader(codec, all);
		this.#format = format;
		this.#context = { now };
		this.#dialects = dialects ?? defaultDialects[format];
		this.#mostEntries = all.entries;
	}

	/**
	 * The entries whose lines `bytes` completes. `bytes` may be reused afterwards.
	 * @throws FTPProtocolError LIMIT_EXCEEDED
	 */
	push(bytes: Uint8Array): Entry[] {
		return this.#parse(this.#lines.push(bytes));
	}

	/**
	 * The last entry, when its line came without an end.
	 * @throws FTPProtocolError LIMIT_EXCEEDED
	 */
	end(): Entry[] {
		return this.#parse(this.#lines.end());
	}

	#parse(lines: readonly string[]): Entry[] {
		const entries: Entry[] = [];
		for (const line of lines) {
			if (isNoise(line, this.#format)) continue;
			const entry = this.#read(line);
			if (isSelfOrParent(entry)) continue;
			if (++this.#entries > this.#mostEntries) {
				throw new FTPProtocolError("LIMIT_EXCEEDED", `a listing of at most ${this.#mostEntries} entries`, "more");
			}
			entries.push(entry);
		}
		return entries;
	}

	#read(line: string): Entry {
		for (const dialect of this.#dialects) {
			const entry = dialect(line, this.#context);
			if (entry !== undefined) return entry;
		}
		return { name: line, type: "unknown", raw: line };
	}
}

/** Lines that say nothing: blank ones, and the `total 123` of `ls -l`. In NLST both could be names, unless there is nothing at all. */
function isNoise(line: string, format: ListingFormat): boolean {
	if (format === "names") return line === "";
	if (skipBlanks(line, 0) === line.length) return true;
	return format === "list" && /^total -?[0-9]+$/i.test(line);
}

function isSelfOrParent({ name, facts }: Entry): boolean {
	return name === "." || name === ".." || (facts?.type !== undefined && isOwnDirectory(facts.type.toLowerCase()));
}
