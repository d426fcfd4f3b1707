import type { ProtocolLimits } from "../limits.ts";
import type { Channel } from "./channel.ts";
import type { Command } from "./command.ts";
import type { Timeouts } from "./deadlines.ts";
import type { KeepAlive } from "./keep-alive.ts";
import type { Operation, Wake } from "./operation.ts";
import type { Reply } from "./reply.ts";
import type { TextCodec } from "./text.ts";

/** What waits behind the operation under way. "hold": the login must wait, until another session has shown that it can succeed. */
export type Outlook = "nothing" | "something" | "transfer" | "hold";

/**
 * What is remembered of a server from one session to the next, and shared by sessions at the same time. Plain JSON: the caller may
 * keep it, and hand it to his next client. So nothing in it may ever make a server unusable that has changed since.
 */
export interface ServerProfile {
	/** It, or something on the way, does not stand commands that are sent before the one in front was answered; `undefined`: not known. */
	isLockStep: boolean | undefined;
	/** It does not stand data connections that are opened before they are needed. */
	refusesAhead: boolean;
	/** It refuses data connections whose TLS session is not resumed, and a fresh session has not cured that. */
	isResumptionHopeless: boolean;
	/** It wants each session's own TLS ticket, and sessions at the same time take each other's: a pool has one there. */
	sharesTickets: boolean;
	/** It breaks off the TLS handshake of a data connection that resumes the control connection's session. */
	breaksResumption: boolean;
	/** It does not know EPSV, or not as RFC 2428 has it: PASV is asked first. */
	refusesEPSV: boolean;
	/** It refuses MLSD although FEAT promises it. */
	refusesMLSD: boolean;
	/** Its names are UTF-8, or are not; `undefined`: not known. */
	isUTF8: boolean | undefined;
	/** It reads commands as Telnet has it, where the byte 0xFF is written twice; `undefined`: not known. */
	isTelnet: boolean | undefined;
	/** It must be told what a data connection is for before it names a port (PRET). */
	needsPRET: boolean;
	/** It does not know NOOP. */
	refusesNOOP: boolean;
	/** It does not stand NOOP while a transfer is under way. */
	refusesNOOPBeside: boolean;
	/** How far its clock in LIST is ahead of UTC, in minutes, once that has been found out (`serverTimeZone: "auto"`). */
	utcOffset: number | undefined;
}

export function newProfile(): ServerProfile {
	return {
		isLockStep: undefined,
		refusesAhead: false,
		isResumptionHopeless: false,
		sharesTickets: false,
		breaksResumption: false,
		refusesEPSV: false,
		refusesMLSD: false,
		isUTF8: undefined,
		isTelnet: undefined,
		needsPRET: false,
		refusesNOOP: false,
		refusesNOOPBeside: false,
		utcOffset: undefined,
	};
}

/** How data connections are had in active mode. */
export interface ActiveWay {
	/** Opens a port for the next one, and tells the server. */
	open(): Operation<Channel>;
	/** What becomes of one that has not come when the server has said its last word. */
	late(channel: Channel): Operation<Wake>;
}

/** What the caller chose for a session. */
export interface SessionOptions {
	/** The name or address to dial, and the name that certificates must show. */
	readonly host: string;
	readonly port: number;
	/** `true`: AUTH TLS before anything else (RFC 4217). "implicit": TLS from the first byte. */
	readonly secure: boolean | "implicit";
	/** With TLS: data connections in the clear all the same (PROT C). */
	readonly clearData?: boolean | undefined;
	readonly codec: TextCodec;
	readonly timeouts: Timeouts;
	readonly limits: ProtocolLimits;
	/** How data connections are asked for: EPSV (RFC 2428), PASV (RFC 959), or EPSV and then PASV. */
	readonly passive: "auto" | "epsv" | "pasv";
	/** Active mode, in which the server makes the data connections: where it is chosen. */
	readonly active?: ActiveWay | undefined;
	/** Where data connections go: to the control connection's peer, to the address in a 227 reply, or to a name. */
	readonly dataHost: string;
	/**
	 * "auto": commands that need no answer to one another go out in one write, and data connections are opened ahead, where the server
	 * stands it; "eager": the login even before the greeting; "off": one command at a time.
	 */
	readonly pipelining: "auto" | "eager" | "off";
	/** Asks before a transfer for another transmission mode, where one is wanted (MODE Z). */
	readonly useMode?: (() => Operation<void>) | undefined;
	/** Keeps the control connection from being forgotten: where that is wanted. */
	readonly keepAlive?: ((facts: SessionFacts) => KeepAlive) | undefined;
	readonly profile: ServerProfile;
	/** Whether the runtime resumes the TLS session that it is told to, and no other. */
	readonly choosesTlsSession?: boolean;
	/** Whether `trace` effects are wanted. */
	readonly trace: boolean;
}

/** How an operation that went into another directory comes back. */
export interface WayBack {
	readonly command: Command;
	/** Whether the answer to PWD is that directory. */
	isAt(reply: Reply): boolean;
}

/** What a session has learnt. Written by operations, thrown away with the session. */
export interface SessionFacts {
	readonly options: SessionOptions;
	/** The control connection's other end; undefined before it is up. */
	peer: string | undefined;
	greeting: Reply | undefined;
	/** Whether TLS is up on the control connection. */
	secured: boolean;
	/** Whether data connections are to be encrypted (PROT P). */
	privateData: boolean;
	/** The representation type in force (TYPE); a login ends with `I`. Undefined while nobody knows. */
	type: "A" | "I" | undefined;
	/** The transmission mode (MODE), once another than the first has been asked for. */
	mode: "S" | "Z" | undefined;
	/** FEAT, as said after TLS and login: an answer from before TLS may be anybody's. */
	features: Map<string, string>;
	/** Ways to open a data connection that this server or the network on the way has refused. */
	readonly refusedWays: Set<"EPSV" | "PASV" | "PORT" | "EPRT">;
	/** MLST was refused although FEAT had promised it. */
	mlstRefused: boolean;
	/** The server was asked for all the facts that it has (OPTS MLST). */
	hasAllFacts: boolean;
	/** The algorithm that HASH uses since OPTS HASH; as FEAT says while undefined, empty where nobody knows. */
	hash: string | undefined;
	/** What to say if the server hangs up now: the refusal after which some do. */
	lossReason: unknown;
	/** A burst of commands is under way: what goes wrong now may be its fault. */
	inBurst: boolean;
	/** What waits behind the operation under way. */
	outlook: Outlook;
	/** Downloads and listings so far. */
	downloads: number;
	/** The latest data connection was opened ahead, and nothing has come of it yet. */
	isAhead: boolean;
	/** How the current directory was reached from the first: paths, and `undefined` for CDUP. No way at all when it is too long. */
	trail: readonly (string | undefined)[] | undefined;
	/** The TLS handshake of the latest data connection has not succeeded. */
	isHandshakeOpen: boolean;
	/** What was sent to come back from another directory, by an operation that has not waited for the reply. */
	wayBack: WayBack | undefined;
	/** The number of the latest data connection. */
	dataChannels: number;
}

/** How many changes of directory are remembered; nobody walks further without ever naming an absolute path. */
export const trailLimit = 100;

export function newFacts(options: SessionOptions): SessionFacts {
	return {
		options,
		peer: undefined,
		greeting: undefined,
		secured: false,
		privateData: false,
		type: "I",
		mode: undefined,
		features: new Map(),
		refusedWays: new Set(),
		mlstRefused: false,
		hasAllFacts: false,
		hash: undefined,
		lossReason: undefined,
		inBurst: false,
		outlook: "nothing",
		downloads: 0,
		isAhead: false,
		trail: [],
		isHandshakeOpen: false,
		wayBack: undefined,
		dataChannels: 0,
	};
}

export function nextDataChannel(facts: SessionFacts): Channel {
	facts.dataChannels += 1;
	return `data${facts.dataChannels}`;
}
