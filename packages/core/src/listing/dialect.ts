import type { Entry } from "./entry.ts";

/** What a parser may know besides the line. */
export interface ListingContext {
	/** Milliseconds since 1970: `ls -l` leaves out the year of recent dates. */
	readonly now: number;
}

/** Understands one way of writing a listing line: returns `undefined` for a line that is written in another way. Never throws. */
export type Dialect = (line: string, context: ListingContext) => Entry | undefined;
