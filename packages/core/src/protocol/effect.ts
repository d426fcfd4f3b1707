import type { Channel } from "./channel.ts";
import type { Reply } from "./reply.ts";

/** Orders, in the imperative: what the session asks of the driver, to be carried out in the order given. */
export type Effect =
	/** Dial. `tls` tells whether TLS will be started later, which some runtimes must know now. */
	| {
			readonly type: "connect";
			readonly channel: Channel;
			readonly host: string;
			readonly port: number;
			readonly tls: "never" | "later" | "now";
			readonly serverName: string;
	  }
	/** Open a port of this machine for the server's data connection, one of `ports` where they are given: active mode. */
	| { readonly type: "listen"; readonly channel: Channel; readonly ports?: readonly [from: number, to: number] | undefined }
	/** Take the server's connection to that port, when it comes. */
	| { readonly type: "accept"; readonly channel: Channel }
	/** Start TLS; for a data connection resume the control connection's session, unless it is to be `isFresh`. */
	| { readonly type: "secure"; readonly channel: Channel; readonly serverName: string; readonly isFresh?: boolean }
	/** Write to the control connection. */
	| { readonly type: "send"; readonly bytes: Uint8Array }
	/** Move the file's bytes, and report `ended` or `failed`. "rest": take what comes, for nobody. `isCompressed`: as a zlib stream. */
	| {
			readonly type: "transfer";
			readonly channel: Channel;
			readonly direction: "download" | "upload" | "rest";
			readonly isCompressed?: boolean;
	  }
	/** The server has agreed to the transfer: a stream can be handed to the caller, `reply` may tell the size. */
	| { readonly type: "begin"; readonly channel: Channel; readonly reply: Reply }
	/** Ask the caller for what only he knows: the answer to a one-time password's challenge. It is a secret. */
	| { readonly type: "consult"; readonly channel: Channel; readonly question: string }
	| { readonly type: "close"; readonly channel: Channel }
	| { readonly type: "trace"; readonly event: TraceEvent };

/** What `onTrace` gets. Secrets are replaced. */
export type TraceEvent =
	| { readonly type: "command"; readonly line: string }
	| { readonly type: "reply"; readonly code: number; readonly lines: readonly string[] }
	| { readonly type: "connect" | "listening"; readonly channel: Channel; readonly host: string; readonly port: number }
	| { readonly type: "connected" | "secured" | "answered"; readonly channel: Channel }
	| { readonly type: "ended"; readonly channel: Channel; readonly byteCount: number }
	| { readonly type: "failed"; readonly channel: Channel; readonly reason: string }
	| { readonly type: "closed"; readonly channel: Channel }
	/** A call has failed, and is tried again after `delay` milliseconds. `attempt` is the number of the one that comes. */
	| { readonly type: "retry"; readonly attempt: number; readonly delay: number; readonly reason: string }
	/** A pool goes on with so many sessions, and why: the server refuses more, or grants one more, or one had nothing to do. */
	| { readonly type: "pool"; readonly sessions: number; readonly reason: string }
	| { readonly type: "ignored"; readonly code: number; readonly lines: readonly string[] };
