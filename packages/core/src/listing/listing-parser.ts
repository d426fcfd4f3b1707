import type { TextCodec } from "../protocol/text.ts";
import type { Dialect, ListingContext } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { defaultListingLimits, type ListingLimits } from "./limits.ts";
import { LineReader, tooMuch } from "./line-reader.ts";
import { isOwnDirectory } from "./mlsx.ts";

export interface ListingParserOptions {
	readonly codec: TextCodec;
	/** Milliseconds since 1970, for dates that come without a year. */
	readonly now: number;
	/** Who gets to see a line: the first that accepts it wins. `[parseMlsxLine]` for MLSD, `[parseNameLine]` for NLST. */
	readonly dialects: readonly Dialect[];
	readonly limits?: Partial<ListingLimits>;
}

/**
 * Turns the bytes of a listing into entries. Feed it with chunks as they come, then call `end()`; where the chunks are cut makes
 * no difference. A line that nobody understands becomes an entry of type "unknown" with the line as its name: it is never dropped
 * and never an error, because a server may put anything between the entries.
 */
export class ListingParser {
	readonly #lines: LineReader;
	readonly #context: ListingContext;
	readonly #dialects: readonly Dialect[];
	readonly #mostEntries: number;
	#entries = 0;

	constructor({ codec, now, dialects, limits }: ListingParserOptions) {
		const all = { ...defaultListingLimits, ...limits };
		this.#lines = new LineReader(codec, all);
		this.#context = { now };
		this.#dialects = dialects;
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
			const entry = this.#read(line);
			if (entry === undefined || isSelfOrParent(entry)) continue;
			if (++this.#entries > this.#mostEntries) throw tooMuch("a listing", this.#mostEntries, "entries");
			entries.push(entry);
		}
		return entries;
	}

	#read(line: string): Entry | undefined {
		for (const dialect of this.#dialects) {
			const entry = dialect(line, this.#context);
			if (entry !== undefined) return entry;
		}
		// Lines that say nothing: blank ones, and the `total 123` of `ls -l`.
		return /^[ \t]*$|^total -?\d+$/i.test(line) ? undefined : { name: line, type: "unknown", raw: line };
	}
}

function isSelfOrParent({ name, type, facts }: Entry): boolean {
	return name === "." || name === ".." || (type === "directory" && isOwnDirectory(facts));
}
