import type { Dialect } from "./dialect.ts";
import { parseDosLine } from "./dos.ts";
import { parseUnixLine } from "./unix.ts";

/** Which command the listing answers: MLSD, LIST or NLST. */
export type ListingFormat = "mlsx" | "list" | "names";

/**
 * How a line of LIST may be written, unless the caller names the dialects himself: the first that accepts a line wins. LIST has no
 * standard form (RFC 959 says only "a list"), so a new one is one more file and one more name here.
 */
export const defaultDialects: readonly Dialect[] = [parseUnixLine, parseDosLine];
