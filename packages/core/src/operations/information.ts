import { encode, type Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { exchange, simple } from "./exchange.ts";

/** The server's operating system, in its own words: `UNIX Type: L8` (SYST, RFC 959, 4.1.3). */
export function* system(): Operation<string> {
	return (yield* simple("SYST")).text;
}

/** What the server says of the session, or of a path: text for people (STAT, RFC 959, 4.1.3). */
export function* status(path = ""): Operation<Reply> {
	return yield* path === "" ? simple("STAT") : simple("STAT", path);
}

/** What the server says of itself, or of one of its commands: text for people (HELP, RFC 959, 4.1.3). */
export function* help(topic = ""): Operation<Reply> {
	return yield* topic === "" ? simple("HELP") : simple("HELP", topic);
}

/** A command of this server's own (SITE, RFC 959, 4.1.3); gives its final reply, 2yz or 3yz. */
export function* site(command: string, ...args: string[]): Operation<Reply> {
	return yield* exchange(yield* encode("SITE", command, ...args));
}
