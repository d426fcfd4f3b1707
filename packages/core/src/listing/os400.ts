import { columnFacts, fullYear, modified } from "./columns.ts";
import type { Dialect, ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

/** In which order a server writes a date: `31/01/24` is `dmy`. */
export type DateOrder = "mdy" | "dmy" | "ymd";

const DAY = 86_400_000;

const os400: RegExp = /* @__PURE__ */ os400Pattern();

function os400Pattern(): RegExp {
	// No owner for an anonymous login.
	const ownerAndSize = "([^ \\t]{1,10})?_+(?:(\\d{1,19})_+)?";
	// The job decides which characters stand between the numbers.
	const date = "(\\d\\d([-/.,])\\d\\d\\4\\d\\d)_+(\\d\\d[:.,]\\d\\d[:.,]\\d\\d)_+";
	return pattern(`^${ownerAndSize}(?:${date})?(\\*[A-Z]{2,10})_+(?=[^ \\t])`);
}

/**
 * A line of OS/400, now IBM i, with SITE LISTFMT 0: `QPGMR          4711 31.01.24 10:02:03 *STMF      name`, in both naming
 * formats. Members (`*MEM`) have neither size nor date. The size of a database file (`*FILE`) is what it takes on the disk.
 *
 * The date is in the format of the server's job, which nobody tells. With dots it is `dd.mm.yy`. Else, of what it can mean, the
 * latest year that is not in the future is taken, as for dates without a year; and when it may still be two days, as `03/04/24`,
 * there is no `modifiedAt`, because a wrong date is worse than none. It is always in `facts.date`. Who knows the order says so
 * with `os400Dialect`.
 */
export const parseOs400Line: Dialect = (line, context) => read(line, context);

/** `parseOs400Line` for a server whose order of dates is known: `listingDialects: [os400Dialect("dmy"), ...defaultDialects]`. */
export function os400Dialect(order: DateOrder): Dialect {
	return (line, context) => read(line, context, order);
}

function read(line: string, context: ListingContext, order?: DateOrder): Entry | undefined {
	const match = os400.exec(line);
	if (match === null) return undefined;
	const [whole, owner, size = "", date, , time, object = ""] = match;
	const type = typeOf(object);
	const clock = time?.replace(/[.,]/g, ":");
	const day = date === undefined ? undefined : order === undefined ? likelyDay(date, context) : inOrder(date, order);
	const draft = {
		name: nameIn(line.slice(whole.length), object, type),
		type,
		size: sizeOf(size),
		...(day === undefined ? undefined : modified(day, clock, context)),
		owner,
		facts: columnFacts("type date", [object, date]),
		raw: line,
	} as const;
	return finished(draft, size);
}

/** Of what the rest of the objects are (programs, queues, commands) nothing can be downloaded. */
function typeOf(object: string): Entry["type"] {
	if (/^\*(?:DIR|DDIR|LIB|FLR)$/.test(object)) return "directory";
	if (/^\*(?:FILE|MEM|STMF|DSTMF|DOC)$/.test(object)) return "file";
	return object === "*SYMLNK" ? "symlink" : "unknown";
}

/**
 * Directories come with a slash behind them. What was listed by its whole path has that in front of each name: the last part is
 * the name, and for a member also the file that it is in.
 */
function nameIn(text: string, object: string, type: Entry["type"]): string {
	const path = type === "directory" && text.length > 1 && text.endsWith("/") ? text.slice(0, -1) : text;
	const last = path.lastIndexOf("/");
	if (!path.startsWith("/") || last === path.length - 1) return path;
	return path.slice((object === "*MEM" ? path.lastIndexOf("/", last - 1) : last) + 1);
}

/** `2024-01-31` from the date in this order. */
function inOrder(date: string, order: DateOrder): string {
	const parts = date.split(/\D/);
	const [year = "", month, day] = ["y", "m", "d"].map((letter) => parts[order.indexOf(letter)]);
	return `${fullYear(year)}-${month}-${day}`;
}

/** The day that the date most likely means; `undefined` when two are equally likely, or none. */
function likelyDay(date: string, context: ListingContext): string | undefined {
	const orders: readonly DateOrder[] = date.includes(".") ? ["dmy"] : ["mdy", "dmy", "ymd"];
	const days = orders.map((order) => inOrder(date, order)).filter((day) => isPast(day, context));
	const latest = days
		.map((day) => day.slice(0, 4))
		.sort()
		.at(-1);
	const [one, ...others] = days.filter((day) => day.slice(0, 4) === latest);
	return others.every((other) => other === one) ? one : undefined;
}

/** Whether there is such a day, and is not more than a day ahead of our clock. */
function isPast(day: string, context: ListingContext): boolean {
	const { modifiedAt } = modified(day, undefined, context);
	return modifiedAt !== undefined && modifiedAt.getTime() <= context.now + DAY;
}
