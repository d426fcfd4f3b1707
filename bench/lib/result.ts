/** One figure, as it stands in the tables and in the JSON files. */
export interface Result {
	/** The folder of the group that measured it. */
	readonly group: string;
	/** What was done, in words: "download 1 GiB, drained". */
	readonly what: string;
	/** The server it was done with, and how the session was secured: "vsftpd", "ProFTPD, TLS 1.3". Empty where none takes part. */
	readonly server: string;
	/** Who did it: "isoftp", "basic-ftp", "curl", "lftp"; a variant behind a comma: "isoftp, pool of 4". */
	readonly contender: string;
	readonly value: number;
	/** "round trips", "s", "ms", "CPU s", "MB", "MB/s". Rates are better when they are larger, everything else when it is smaller. */
	readonly unit: string;
	/** How it was measured, in one short sentence. */
	readonly how: string;
	/** What else is known of it: single runs, raw milliseconds. Only in the JSON. */
	readonly details?: Readonly<Record<string, number | string | readonly number[]>>;
}

/** The rest of a result: `report()` adds the group. */
export type Figure = Omit<Result, "group">;

export function isRate(unit: string): boolean {
	return unit.endsWith("/s");
}

/** How many times better `value` is than `peer`, for figures of the same unit. */
export function timesBetter(value: number, peer: number, unit: string): number {
	return isRate(unit) ? value / peer : peer / value;
}

/** Three significant digits, and no more decimals than say something. */
export function show(value: number): string {
	if (!Number.isFinite(value)) return "-";
	const size = Math.abs(value);
	return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
