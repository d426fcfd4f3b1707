import type { SecureVersion } from "node:tls";
import type { ServerName } from "../../interop/lab/catalog.ts";

/** A server in one of the ways to talk to it. */
export interface Case {
	readonly label: string;
	readonly server: ServerName;
	readonly tls: SecureVersion | undefined;
}

const plain = (label: string, server: ServerName): Case => ({ label, server, tls: undefined });

/** With TLS, the servers are as they come: data connections must resume the control connection's session where that is the default. */
const withTls = (label: string, server: ServerName): Case[] => [
	{ label: `${label}, TLS 1.3`, server, tls: "TLSv1.3" },
	{ label: `${label}, TLS 1.2`, server, tls: "TLSv1.2" },
];

export const cases: readonly Case[] = [
	plain("vsftpd", "vsftpd-plain"),
	plain("ProFTPD", "proftpd-noreuse"),
	plain("Pure-FTPd", "pureftpd"),
	plain("pyftpdlib", "pyftpdlib"),
	...withTls("vsftpd", "vsftpd-reuse"),
	...withTls("ProFTPD", "proftpd-reuse"),
	...withTls("Pure-FTPd", "pureftpd"),
];

/** Where a hundred files are fetched. */
export const manyFilesCases: readonly Case[] = cases.filter(({ label }) => label === "vsftpd" || label === "ProFTPD");
