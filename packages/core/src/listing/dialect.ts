import type { Entry } from "./entry.ts";
import type { Zone } from "./zone.ts";

/** What a parser may know besides the line. */
export interface ListingContext {
	/** Milliseconds since 1970: `ls -l` leaves out the year of recent dates. */
	readonly now: number;
	/** What the server's clock shows at a moment. Few ways of writing LIST tell the time zone of their dates. */
	readonly zone: Zone;
}

/**
 * Understands one way of writing a listing line. Never throws. It answers with
 * - the entry,
 * - `"nothing"` for a line of its own that names no file, such as a heading or a total,
 * - `"continued"` for the first line of an entry that needs the next: it is then asked again with both lines, joined by `"\n"`,
 * - `undefined` for a line that is written in another way.
 */
export type Dialect = (line: string, context: ListingContext) => Entry | "nothing" | "continued" | undefined;
