import type { Channel } from "./channel.ts";
import type { Timeouts } from "./deadlines.ts";
import type { ProtocolLimits } from "./limits.ts";
import type { Reply } from "./reply.ts";
import type { TextCodec } from "./text.ts";

/** What the caller chose for a session. */
export interface SessionOptions {
	/** The name or address to dial, and the name that certificates must show. */
	readonly host: string;
	readonly port: number;
	/** `true`: AUTH TLS before anything else (RFC 4217). "implicit": TLS from the first byte. */
	readonly secure: boolean | "implicit";
	readonly codec: TextCodec;
	readonly timeouts: Timeouts;
	readonly limits: ProtocolLimits;
	/** How data connections are asked for: EPSV (RFC 2428), PASV (RFC 959), or EPSV and then PASV. */
	readonly passive: "auto" | "epsv" | "pasv";
	/** Where data connections go: to the control connection's peer, to the address in a 227 reply, or to a name. */
	readonly dataHost: string;
	/** Whether `trace` effects are wanted. */
	readonly trace: boolean;
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
	/** FEAT, as said after TLS and login: an answer from before TLS may be anybody's. */
	features: Map<string, string>;
	/** Ways to open a data connection that this server or the network on the way has refused. */
	readonly refusedWays: Set<"EPSV" | "PASV">;
	/** MLSD was refused although FEAT had promised it. */
	mlsdRefused: boolean;
	/** The refusal of a data connection whose TLS session was not resumed, while another attempt is under way. */
	refusedResumption: unknown;
	/** How the current directory was reached from the first: paths, and `undefined` for CDUP. No way at all when it is too long. */
	trail: readonly (string | undefined)[] | undefined;
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
		features: new Map(),
		refusedWays: new Set(),
		mlsdRefused: false,
		refusedResumption: undefined,
		trail: [],
		dataChannels: 0,
	};
}

export function nextDataChannel(facts: SessionFacts): Channel {
	facts.dataChannels += 1;
	return `data${facts.dataChannels}`;
}
