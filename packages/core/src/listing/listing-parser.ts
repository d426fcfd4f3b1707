import { tooMuch } from "../errors/index.ts";
import { defaultListingLimits, type ListingLimits } from "../limits.ts";
import type { TextCodec } from "../protocol/text.ts";
import type { Dialect, ListingContext } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { LineReader } from "./line-reader.ts";
import { isOwnDirectory } from "./mlsx.ts";
import { utcZone, type Zone } from "./zone.ts";

export interface ListingParserOptions {
	readonly codec: TextCodec;
	/** Milliseconds since 1970, for dates that come without a year. */
	readonly now: number;
	/** Whose clock the dates of LIST were read from: UTC by default. */
	readonly zone?: Zone | undefined;
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
	/** The first line of an entry that needs two, and who said so. Never more than one line is held back. */
	#held: { readonly line: string; readonly dialect: Dialect } | undefined;

	constructor({ codec, now, zone = utcZone, dialects, limits }: ListingParserOptions) {
		const all = { ...defaultListingLimits, ...limits };
		this.#lines = new LineReader(codec, all);
		this.#context = { now, zone };
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
		const entries = this.#parse(this.#lines.end());
		const held = this.#held;
		this.#held = undefined;
		if (held !== undefined) this.#add(entries, unknown(held.line));
		return entries;
	}

	#parse(lines: readonly string[]): Entry[] {
		const entries: Entry[] = [];
		for (const line of lines) {
			const held = this.#held;
			if (held !== undefined) {
				this.#held = undefined;
				const answer = held.dialect(`${held.line}\n${line}`, this.#context);
				const isWhole = answer !== undefined && answer !== "continued";
				this.#add(entries, isWhole ? answer : unknown(held.line));
				if (isWhole) continue;
			}
			this.#add(entries, this.#read(line));
		}
		return entries;
	}

	#add(entries: Entry[], entry: Entry | "nothing"): void {
		if (entry === "nothing" || isSelfOrParent(entry)) return;
		if (++this.#entries > this.#mostEntries) throw tooMuch("a listing", this.#mostEntries, "entries");
		entries.push(entry);
	}

	#read(line: string): Entry | "nothing" {
		for (const dialect of this.#dialects) {
			const answer = dialect(line, this.#context);
			if (answer === undefined) continue;
			if (answer !== "continued") return answer;
			this.#held = { line, dialect };
			return "nothing";
		}
		// Lines that say nothing in whatever dialect: blank ones, the `total 0` that servers of all kinds write for an empty directory, and
		// the directory itself and its parent, which Tru64 indents.
		return /^[ \t]*\.{0,2}$|^total -?\d+$/i.test(line) ? "nothing" : unknown(line);
	}
}

function unknown(line: string): Entry {
	return { name: line, type: "unknown", raw: line };
}

function isSelfOrParent({ name, type, facts }: Entry): boolean {
	return name === "." || name === ".." || (type === "directory" && isOwnDirectory(facts));
}
