import { encode, type Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { exchange } from "./exchange.ts";

/** What has been used of something, and how much there may be. */
export interface Allowance {
	/** Bytes, or files. Undefined where the server does not count, for want of a limit. */
	readonly used: number | undefined;
	/** Undefined: unlimited. */
	readonly limit: number | undefined;
}

/** Allowances of this user. What the server does not tell is absent. */
export interface Quota {
	readonly uploadedBytes?: Allowance;
	readonly downloadedBytes?: Allowance;
	readonly transferredBytes?: Allowance;
	readonly uploadedFiles?: Allowance;
	readonly downloadedFiles?: Allowance;
	readonly transferredFiles?: Allowance;
	/** All that the server says, for what is not understood. */
	readonly reply: Reply;
}

const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1_048_576, g: 1_073_741_824 };

/** As ProFTPD's mod_quotatab writes them: "Uploaded Mb:  0.50/1.00", "Downloaded files:  unlimited". */
const LINE =
	/^\s*(Uploaded|Downloaded|Transferred) (bytes|[KMG]b|files):\s*(?:(\d{1,20}(?:\.\d{1,9})?)\/(\d{1,20}(?:\.\d{1,9})?)|unlimited)\s*$/i;

/**
 * How much this user may transfer, and has (SITE QUOTA, of ProFTPD's mod_quotatab). Bytes told in larger units are as exact as those.
 * @throws FTPReplyError, mostly 500 or 502, where the server does not know the command
 */
export function* quota(): Operation<Quota> {
	const reply = yield* exchange(yield* encode("SITE", "QUOTA"));
	const told: Record<string, Allowance> = {};
	for (const line of reply.lines) {
		const [, what = "", unit = "", used, limit] = LINE.exec(line) ?? [];
		if (what === "") continue;
		const scale = UNITS[unit.charAt(0).toLowerCase()] ?? 1;
		const count = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text) * scale);
		const isFiles = unit.toLowerCase() === "files";
		told[`${what.toLowerCase()}${isFiles ? "Files" : "Bytes"}`] = { used: count(used), limit: count(limit) };
	}
	return { ...told, reply };
}
