import type { Account } from "./account.ts";
import type { ServerName, ServerTraits } from "./catalog.ts";
import type { CertificateFiles, Certificates } from "./certificates.ts";
import type { PortBlock } from "./ports.ts";

/** Everything a daemon's configuration is made from. */
export interface Site {
	readonly name: ServerName;
	readonly traits: ServerTraits;
	/** The folder this server may write its configuration, logs and state to. */
	readonly folder: string;
	readonly account: Account;
	readonly ports: PortBlock;
	readonly certificate: CertificateFiles;
	readonly ca: Certificates["ca"];
}

/** How to run a daemon in the foreground. */
export interface Launch {
	readonly command: string;
	readonly args: readonly string[];
	/** The log files it writes, besides its output. */
	readonly logs: readonly string[];
	/** Its TZ; UTC unless told. */
	readonly clock?: string | undefined;
}
