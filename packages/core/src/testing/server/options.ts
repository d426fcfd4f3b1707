import { type Clock, systemClock } from "../../client/clock.ts";
import { MemoryFiles } from "../memory-files.ts";
import type { ServerSession } from "./session.ts";

/** A user of the server. A plain string is the password. */
export interface MemoryUser {
	/** Any password will do where there is none. */
	readonly password?: string;
	/** Asked for with 332 after the password. */
	readonly account?: string;
	/** True for one who is logged in with 230 as soon as USER is sent. */
	readonly withoutPassword?: boolean;
	/** The directory a session starts in; `/` unless told. */
	readonly home?: string;
}

/** What a transfer is, for a hook that decides about it. */
export interface TransferInfo {
	/** RETR, STOR, APPE, STOU, LIST, NLST or MLSD. */
	readonly command: string;
	readonly path: string;
}

/** How a transfer goes wrong on purpose. */
export interface DataFault {
	/** After so many bytes. */
	readonly after: number;
	/**
	 * "reset": RST. "cut": FIN, and under TLS no close_notify. "end": a clean end, too early. "stall": silence, until the other
	 * side gives up or the server's own patience ends. "gone": the control connection is cut with it, as when the server dies.
	 */
	readonly how: "reset" | "cut" | "end" | "stall" | "gone";
	/** The final reply, when it is to be another one than 426: `226 Transfer complete`. */
	readonly reply?: string;
}

/** Ways in which servers differ from the RFCs, or from each other. */
export interface MemoryServerQuirks {
	/** Commands it does not know: answered 502 and absent from FEAT. `["EPSV", "MLSD", "FEAT", "SIZE"]`. */
	readonly without?: readonly string[];
	/** False for a server that speaks ISO-8859-1 and refuses OPTS UTF8. */
	readonly utf8?: boolean;
	/** The whole reply to PASV, in the many forms of the wild. `address` has commas. */
	readonly pasvReply?: (address: string, high: number, low: number) => string;
	/** The whole reply to EPSV. */
	readonly epsvReply?: (port: number) => string;
	/** The IPv4 address a 227 names, when it is not the host's: a private one behind NAT. */
	readonly pasvAddress?: string;
	/** False for a server that sends no 1yz before a transfer. */
	readonly preliminaryReply?: boolean;
	/** 226 before the data. */
	readonly finalReplyFirst?: boolean;
	/** LIST, NLST and MLSD of a missing directory: 226 and nothing, as vsftpd and Pure-FTPd answer LIST. */
	readonly missingListsEmpty?: boolean;
	/** LIST, NLST and STAT leave out names that begin with a dot, unless they are asked with `-a`, as most servers do. */
	readonly hidesDotNames?: boolean;
	/** Minutes that the server's clock is ahead of UTC, as LIST and STAT show it. */
	readonly clockOffset?: number;
	/** Data connections must resume a TLS session: any ("vsftpd", else 522), or the control connection's ("proftpd", else 425). */
	readonly requireSessionReuse?: "vsftpd" | "proftpd";
	/** Downloads, too, must be ended with close_notify by the client, else 426. */
	readonly strictCloseNotify?: boolean;
	/** ABOR is read only after the transfer is over. */
	readonly ignoreAbort?: boolean;
	/** Asked before each command whether its final reply is lost, and the control connection with it, when it has been carried out. */
	readonly losesReply?: (command: string, args: string) => boolean;
	/** Asked before each transfer whether it is to go wrong. */
	readonly onTransfer?: (transfer: TransferInfo) => DataFault | undefined;
}

export type Answer = readonly string[] | Uint8Array | undefined;

export interface MemoryServerOptions {
	readonly files?: MemoryFiles;
	/** By name. Without it everybody may log in, with any password. */
	readonly users?: Readonly<Record<string, string | MemoryUser>>;
	/** The lines a client is met with. One that begins with 4 or 5 sends it away. */
	readonly greeting?: readonly string[];
	/** The lines of FEAT, made from what the server would say. */
	readonly features?: (standard: readonly string[]) => readonly string[];
	/** No login and no data without TLS. */
	readonly requireTls?: boolean;
	readonly maxSessions?: number;
	readonly quirks?: MemoryServerQuirks;
	/**
	 * Sees every command first and may answer it in the server's place: with lines, or with bytes to send as they stand.
	 * No lines: the command is swallowed. It may close `session.connection`.
	 */
	readonly onCommand?: (command: string, args: string, session: ServerSession) => Answer | Promise<Answer>;
	readonly clock?: Clock;
	readonly timeouts?: {
		/** Milliseconds between commands before 421; 300,000 unless told. */
		readonly idle?: number;
		/** Milliseconds to wait for a data connection, for its TLS, and for bytes on it; 60,000 unless told. */
		readonly data?: number;
	};
}

/** The options with everything filled in. */
export interface ServerSettings extends Required<Omit<MemoryServerOptions, "users" | "onCommand" | "timeouts">> {
	readonly users: ReadonlyMap<string, MemoryUser> | undefined;
	readonly onCommand: NonNullable<MemoryServerOptions["onCommand"]>;
	readonly timeouts: { readonly idle: number; readonly data: number };
}

export function settle(options: MemoryServerOptions): ServerSettings {
	const clock = options.clock ?? systemClock;
	const { idle = 300_000, data = 60_000 } = options.timeouts ?? {};
	const users = Object.entries(options.users ?? {});
	return {
		files: options.files ?? new MemoryFiles({ clock }),
		users: options.users && new Map(users.map(([name, user]) => [name, typeof user === "string" ? { password: user } : user])),
		greeting: options.greeting ?? ["220 Ready"],
		features: options.features ?? ((standard) => standard),
		requireTls: options.requireTls ?? false,
		maxSessions: options.maxSessions ?? Number.POSITIVE_INFINITY,
		quirks: options.quirks ?? {},
		onCommand: options.onCommand ?? (() => undefined),
		clock,
		timeouts: { idle, data },
	};
}
