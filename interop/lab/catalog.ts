/** Which program answers. */
export type Daemon = "vsftpd" | "proftpd" | "pureftpd" | "pyftpdlib";

/** The configurations the lab can start; what is special about each stands in `catalog`. */
export type ServerName =
	| "vsftpd-plain"
	| "vsftpd-reuse"
	| "vsftpd-noreuse"
	| "vsftpd-implicit"
	| "vsftpd-wrongcert"
	| "vsftpd-selfsigned"
	| "vsftpd-masquerade"
	| "vsftpd-few"
	| "proftpd-reuse"
	| "proftpd-noreuse"
	| "proftpd-reuse12"
	| "proftpd-masquerade"
	| "proftpd-few"
	| "proftpd-tokyo"
	| "proftpd-strict"
	| "pureftpd"
	| "pyftpdlib";

/** Which certificate a server shows: one that is right, one of the lab's CA for another name, one nobody signed. */
export type CertificateName = "server" | "wrong" | "selfsigned";

/** The private address that the masquerading servers advertise in their 227. It belongs to nobody on a loopback. */
const PRIVATE_ADDRESS = "10.1.2.3";

/** What distinguishes one configuration from another. */
export interface ServerTraits {
	readonly daemon: Daemon;
	/** "explicit" servers take plain sessions too. */
	readonly tls: "none" | "explicit" | "implicit";
	readonly certificate: CertificateName;
	/** Whether a data connection has to resume the control connection's TLS session. */
	readonly demandsReuse: boolean;
	readonly tls12Only?: boolean;
	/** The address the 227 names instead of the real one. */
	readonly advertises?: string;
	/** How many sessions it grants at a time; more than any test needs, unless told. */
	readonly maxSessions?: number;
	/** What its clock shows in listings, as the variable TZ tells it; UTC unless told. */
	readonly clock?: string;
	/** Whether it ends sessions that are idle for two seconds, and begins no upload in the middle of a file. */
	readonly isStrict?: boolean;
}

const vsftpd = { daemon: "vsftpd", tls: "explicit", certificate: "server", demandsReuse: false } as const;
const proftpd = { daemon: "proftpd", tls: "explicit", certificate: "server", demandsReuse: false } as const;

export const catalog: Readonly<Record<ServerName, ServerTraits>> = {
	"vsftpd-plain": { ...vsftpd, tls: "none" },
	"vsftpd-reuse": { ...vsftpd, demandsReuse: true },
	"vsftpd-noreuse": vsftpd,
	"vsftpd-implicit": { ...vsftpd, tls: "implicit" },
	"vsftpd-wrongcert": { ...vsftpd, certificate: "wrong" },
	"vsftpd-selfsigned": { ...vsftpd, certificate: "selfsigned" },
	"vsftpd-masquerade": { ...vsftpd, advertises: PRIVATE_ADDRESS },
	"vsftpd-few": { ...vsftpd, maxSessions: 2 },
	"proftpd-reuse": { ...proftpd, demandsReuse: true },
	"proftpd-noreuse": proftpd,
	"proftpd-reuse12": { ...proftpd, demandsReuse: true, tls12Only: true },
	"proftpd-masquerade": { ...proftpd, advertises: PRIVATE_ADDRESS },
	"proftpd-few": { ...proftpd, maxSessions: 2 },
	// By the hours: the names of zones need files, which are not where the server locks its users in.
	"proftpd-tokyo": { ...proftpd, clock: "JST-9" },
	"proftpd-strict": { ...proftpd, isStrict: true },
	pureftpd: { daemon: "pureftpd", tls: "explicit", certificate: "server", demandsReuse: false },
	pyftpdlib: { daemon: "pyftpdlib", tls: "explicit", certificate: "server", demandsReuse: false },
};

export const serverNames: readonly ServerName[] = Object.keys(catalog) as ServerName[];

/** The servers with a certificate that is right, in front of which nothing stands, with room and time for everybody, and UTC on the clock. */
export const goodServers: readonly ServerName[] = serverNames.filter((name) => {
	const { certificate, advertises, maxSessions, clock, isStrict } = catalog[name];
	return certificate === "server" && (advertises ?? maxSessions ?? clock ?? isStrict) === undefined;
});

/** How a client reaches a server: in the clear, or by the TLS that the server has. */
export type Mode = "plain" | "TLS";

/** The modes that a server has. */
export function modesOf(name: ServerName): readonly Mode[] {
	const { tls } = catalog[name];
	if (tls === "none") return ["plain"];
	return tls === "explicit" ? ["plain", "TLS"] : ["TLS"];
}
