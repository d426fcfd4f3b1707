import type { Dialect } from "./dialect.ts";
import { parseDosLine } from "./dos.ts";
import { parseMlsxLine } from "./mlsx.ts";
import { parseNameLine } from "./names.ts";
import { parseUnixLine } from "./unix.ts";

/** Which command the listing answers: MLSD, LIST or NLST. */
export type ListingFormat = "mlsx" | "list" | "names";

/**
 * Who gets to see a line, in this order; the first that accepts it wins. LIST has no standard form (RFC 959 says only "a list"),
 * so a new one is one more file and one more name here.
 */
export const defaultDialects: Readonly<Record<ListingFormat, readonly Dialect[]>> = {
	mlsx: [parseMlsxLine],
	list: [parseUnixLine, parseDosLine],
	names: [parseNameLine],
};
