import { modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { sizeOf } from "./size.ts";

const WFTP = /^[ \t]*(\S+)[ \t]+(\d{1,15})[ \t]+(\d\d\/\d\d\/\d\d)[ \t]+[A-Z][a-z]{2,8}\.[ \t]+(\d\d?:\d\d:\d\d)[ \t]*$/;

/** A file on a router of Wellfleet or Nortel (`wfFtp`): `boot.exe       1014196  01/31/24  Wed.    10:20:03`. */
export function parseWftpLine(line: string, context: ListingContext): Entry | undefined {
	const match = WFTP.exec(line);
	if (match === null) return undefined;
	const [, name = "", size = "", date = "", clock] = match;
	return finished({ name, type: "file", size: sizeOf(size), ...modified(date, clock, context), raw: line }, size);
}
