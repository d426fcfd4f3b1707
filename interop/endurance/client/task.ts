import type { Content } from "../content.ts";

/** How a client reaches its server. */
export interface Where {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	readonly secure: boolean;
	/** The certificate authority, PEM. */
	readonly ca: string;
	/** How many sessions there may be; 1 is a client, more is a pool. */
	readonly sessions: number;
	/** Where the line will break often: after how many milliseconds silence is the end of a connection. */
	readonly patience: number | undefined;
}

/** What a client's process is to do. JSON. */
export type Task = { readonly where: Where } & (
	| {
			readonly act: "mirror";
			readonly direction: "down" | "up";
			readonly remote: string;
			readonly local: string;
			/** The file that keeps the journal, where there is to be one. */
			readonly journal?: string | undefined;
	  }
	| { readonly act: "downloadToFile" | "uploadFromFile"; readonly remote: string; readonly local: string }
	| { readonly act: "downloadToSink" | "downloadStream"; readonly remote: string }
	| { readonly act: "uploadStream"; readonly remote: string; readonly content: Content }
	| { readonly act: "cycles"; readonly warmUp: number; readonly count: number }
);

/** What a process holds at a moment, after a garbage collection. */
export interface Holdings {
	readonly heap: number;
	/** What keeps the event loop awake, by kind. */
	readonly resources: Readonly<Record<string, number>>;
	readonly descriptors: number;
	readonly sockets: number;
	/** Listeners on the process object. */
	readonly listeners: number;
}

/** What came of it. JSON. */
export interface Report {
	/** Of a mirror. */
	readonly result?: { readonly copied: number; readonly bytes: number; readonly skipped: number } | undefined;
	/** Of what was received and not kept: its SHA-256. */
	readonly hash?: string | undefined;
	/** Of cycles: before them and after. */
	readonly holdings?: readonly [before: Holdings, after: Holdings] | undefined;
	/** How often something was tried again, by the reason. */
	readonly retries: Readonly<Record<string, number>>;
	/** Transfers that were asked for, in their order. */
	readonly transfers: readonly Transfer[];
	/** How many sessions a pool has told that it goes on with, each time that this was another number. */
	readonly granted: readonly number[];
	readonly peak: number;
	readonly seconds: number;
}

/** A RETR or a STOR, and the REST in front of it. */
export interface Transfer {
	readonly verb: "RETR" | "STOR";
	readonly path: string;
	readonly offset: number;
}

/** What the process tells its parent. */
export type Message = { readonly report: Report } | { readonly failure: string };
