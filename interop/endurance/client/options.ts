import type { NodeFTPClientOptions } from "@isoftp/adapter-node";
import type { Where } from "./task.ts";

/** Pauses are short: what breaks here is whole again at once, or within seconds. */
const RETRY = { attempts: 25, backoff: { first: 20, factor: 2, longest: 1_000 } };

export function optionsFor({ port, user, pass, secure, ca, patience }: Where): NodeFTPClientOptions {
	const options = { port, user, pass, secure, tls: { ca } };
	if (patience === undefined) return options;
	return { ...options, timeouts: { connect: patience, reply: patience, stall: patience }, retry: RETRY };
}
