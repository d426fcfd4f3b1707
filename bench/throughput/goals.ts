import type { Goal } from "../lib/goal.ts";
import type { Highlight } from "../lib/group.ts";

/** What is measured, in the words of the table. */
export const DRAINED = "download, drained";
export const TO_FILE = "download to a file";
export const FROM_FILE = "upload from a file";
export const memoryOf = (way: string): string => `memory in a transfer of 2 GiB, ${way}`;

/** Who does it. */
export const STREAM = "isoftp, downloadStream";
export const SINK = "isoftp, downloadTo";
export const FILE = "isoftp";

export const PLAIN = "vsftpd";
export const TLS = "vsftpd, TLS";

/** The ways whose memory is measured, and who goes them. */
export const remembered = {
	"a stream": "stream",
	"a slow reader": "slow stream",
	"to a file": "download",
	"from a file": "upload",
} as const;

export const goals: readonly Goal[] = [
	{ what: DRAINED, server: PLAIN, contender: STREAM, atMost: 0.7, of: "basic-ftp" },
	{ what: DRAINED, server: PLAIN, contender: SINK, atMost: 0.5, of: "basic-ftp" },
	{ what: TO_FILE, server: PLAIN, contender: FILE, atMost: 0.35, of: "basic-ftp" },
	{ what: TO_FILE, server: PLAIN, contender: FILE, atMost: 1.4, of: "curl" },
	{ what: FROM_FILE, server: PLAIN, contender: FILE, atMost: 0.45, of: "basic-ftp" },
	{ what: FROM_FILE, server: PLAIN, contender: FILE, atMost: 1.3, of: "curl" },
	...Object.keys(remembered).map((way) => ({ what: memoryOf(way), contender: FILE, atMost: 100 })),
];

export const highlights: readonly Highlight[] = [
	{ title: "CPU to download 1 GiB to a file", what: TO_FILE, server: PLAIN, contender: FILE },
	{ title: "CPU to upload 1 GiB from a file", what: FROM_FILE, server: PLAIN, contender: FILE },
];
