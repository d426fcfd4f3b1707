import { clockOf } from "./clock-time.ts";
import { columnFacts } from "./columns.ts";
import { dateOf, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { monthNumber } from "./months.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const BATCH: RegExp = /* @__PURE__ */ batchPattern();

function batchPattern(): RegExp {
	const flags = "(-(?=-{0,8}[A-Z])[-A-Z]{9})";
	const date = "([A-Z][a-z]{2})_+(\\d\\d?)_+(?:(\\d{4})|(\\d\\d:\\d\\d))_";
	return pattern(`^${flags}([A-Z]{1,8})_+([A-Z])_+([^ \\t]+)_+(\\d+)_+(\\d+)_+${date}(?=[^ \\t])`);
}

/**
 * A batch in a mailbox of Connect:Enterprise, a bank's and carrier's exchange: `-C--E-----FTP B ANNA  18128  41 Aug 12 13:56 ORDERS`. It looks
 * like `ls -l`, but the letters are what has become of the batch (collected, transmitted ...), and the numbers are the batch's own
 * and its size. The columns without a field of their own are `facts`.
 */
export function parseConnectEnterpriseLine(line: string, context: ListingContext): Entry | undefined {
	const match = BATCH.exec(line);
	if (match === null) return undefined;
	const [whole, flags, protocol, code, owner, batch, size = "", month = "", day, year, clock] = match;
	const moment = momentOf(year, monthNumber(month), Number(day), clockOf(clock), context);
	const draft = {
		name: line.slice(whole.length),
		type: "file",
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, clock),
		owner,
		facts: columnFacts("flags protocol code batch", [flags, protocol, code, batch]),
		raw: line,
	} as const;
	return finished(draft, size);
}
