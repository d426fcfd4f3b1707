import { CLOCK } from "./clock-time.ts";
import { columnFacts } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";

/** `NAME.TYPE;version`. In names of the file system ODS-5 a circumflex escapes what follows, also a blank. */
const NAME = "^((?:\\^[^]|[^\\s;^])+);(\\d{1,5})";
/** A name that fills its column has the rest on the next line. */
const GAP = "(?:_*\\n_*|_+)";
/** Blocks used and allocated. A number that does not fit is written as stars. */
const BLOCKS = "(?:(\\d+)|\\*+)(?:/(\\d+))?";
/**
 * MultiNet writes `[GROUP,OWNER]`, and where that does not fit no bracket at its end. Others write `ANNA`. `PM` belongs to a
 * clock that no VMS has.
 */
const OWNER = "(?:_+(?:\\[([^\\](\\s]*)\\]?|(?![AP]M(?:_|$))([^[\\](\\s]+)))?";

const usual: RegExp = /* @__PURE__ */ pattern(
	() => `${NAME}${GAP}${BLOCKS}_+(\\d\\d?)-([^\\s-]{3,4})-(\\d{4})(?:_+${CLOCK})?${OWNER}(?:_+\\(([RWED,]*)\\))?_*$`,
);
const nameOnly: RegExp = /* @__PURE__ */ pattern(() => `${NAME}_*$`);
/** In place of what the login may not know is a message: `%RMS-E-PRV, ...`, `<%SYSTEM-F-NOPRIV, ...>`, `No privilege for ...`. */
const refused: RegExp = /* @__PURE__ */ pattern(() => `${NAME}${GAP}(?:<?%[A-Z]+-[SIWEF]-|(?:no|insufficient) privilege)`, "i");
const HEADING = /^(?:Directory[ \t]+[^\s[]*|[\w$-]+:)\[[^\]\s]*\][ \t]*$/;
const TOTAL = /^(?:Grand total|Total)(?: of)? [\d/]+ (?:[Ff]iles?|[Bb]locks?|[Dd]irector(?:y|ies))\b[^;]*$|^%DIRECT-W-NOFILES,/;

/**
 * Lines of VMS' `DIRECTORY`, as its FTP servers (TCP/IP Services, MultiNet, TCPware, CMU) send them:
 * `README.TXT;4   2/16   18-APR-2000 10:40:39  [ANNA,STAFF]  (RWED,RWED,RE,)`, or without some of that, or over two lines.
 *
 * The name is without the version, which is in `facts`: a path without one is the latest, which is what is meant nearly always.
 * So a name comes as often as it has versions; `NAME.TYPE;3` is the path of a certain one. `NAME.DIR;1` is the directory `NAME`.
 *
 * Sizes are blocks of 512 bytes, of which the last is not full: so they are no `size`, and are in `facts` too. Only no block is
 * no byte.
 */
export function parseVmsLine(line: string, context: ListingContext): Entry | "nothing" | "continued" | undefined {
	const match = usual.exec(line) ?? refused.exec(line);
	if (match === null && nameOnly.test(line)) return "continued";
	if (match === null) return HEADING.test(line) || TOTAL.test(line) ? "nothing" : undefined;
	const [, spec = "", version, used, allocated, day, month, year, clock, uic, account, permissions] = match;
	const isDirectory = version === "1" && /.\.DIR$/is.test(spec);
	const name = isDirectory ? spec.slice(0, -4) : spec;
	// The root of a volume is listed in itself.
	if (isDirectory && name === "000000") return "nothing";
	const ids = uic?.split(",") ?? [account];
	const draft = {
		name,
		type: isDirectory ? "directory" : "file",
		size: !isDirectory && used !== undefined && Number(used) === 0 ? 0 : undefined,
		...namedMonth(year, month, day, clock, context),
		permissions: permissions || undefined,
		owner: ids.at(-1) || undefined,
		group: ids.length > 1 ? ids[0] || undefined : undefined,
		facts: columnFacts("version blocks allocated", [version, used, allocated]),
		raw: line,
	} as const;
	return finished(draft, "");
}
