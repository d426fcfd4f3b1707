import type { Goal } from "../lib/goal.ts";
import type { Highlight } from "../lib/group.ts";

const isoftp = "isoftp";
const login = "connect to logged in";
const many = "100 files, round trip 50 ms";

const everyPlain = (what: string, atMost: number): Goal[] =>
	["vsftpd", "ProFTPD", "Pure-FTPd", "pyftpdlib"].map((server) => ({ what, server, contender: isoftp, atMost }));

const manyFiles = (server: string): Goal[] => [
	{ what: many, server, contender: isoftp, timesFaster: 1.5, than: "basic-ftp" },
	{ what: many, server, contender: "isoftp, pool of 4", timesFaster: 5, than: "basic-ftp" },
	{ what: many, server, contender: "isoftp, pool of 4", timesFaster: 1, than: "lftp -P4, sync-mode off" },
	{ what: many, server, contender: "isoftp, pool of 8", timesFaster: 8.5, than: "basic-ftp" },
];

export const goals: readonly Goal[] = [
	{ what: login, server: "vsftpd", contender: isoftp, atMost: 5 },
	{ what: login, server: "Pure-FTPd", contender: isoftp, atMost: 3.8 },
	{ what: login, server: "pyftpdlib", contender: isoftp, atMost: 3.8 },
	{ what: login, server: "vsftpd, TLS 1.3", contender: isoftp, atMost: 7.2 },
	{ what: login, server: "Pure-FTPd, TLS 1.3", contender: isoftp, atMost: 7.2 },
	{ what: "connect to the first byte of a file", server: "vsftpd", contender: isoftp, timesFaster: 1.9, than: "basic-ftp" },
	...everyPlain("further download", 3.2),
	...everyPlain("download queued behind a download", 2.2),
	...everyPlain("download queued behind a size()", 2.2),
	...manyFiles("vsftpd"),
	...manyFiles("ProFTPD"),
];

export const highlights: readonly Highlight[] = [
	{ title: "100 files of 4 KiB, round trip 50 ms", what: many, server: "vsftpd", contender: "isoftp, pool of 8" },
	{ title: "Connect to logged in", what: login, server: "vsftpd", contender: isoftp },
	{ title: "Connect to logged in, with TLS", what: login, server: "vsftpd, TLS 1.3", contender: isoftp },
	{
		title: "Connect to the first byte of a file",
		what: "connect to the first byte of a file",
		server: "vsftpd",
		contender: isoftp,
	},
	{ title: "A small file, after a pause", what: "download after a pause", server: "vsftpd", contender: isoftp },
];
