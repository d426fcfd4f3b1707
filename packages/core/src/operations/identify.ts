import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import { encode, finalReply, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { isRefusal, type Reply } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";
import { timeIn } from "./modified-at.ts";
import { useType } from "./representation-type.ts";
import { sizeIn } from "./size.ts";

/** By what a file is known again. What nobody knows is undefined. */
export interface Identity {
	readonly size: number | undefined;
	/** When it was last modified, in milliseconds since 1970. */
	readonly modifiedAt: number | undefined;
}

/** What a server says of a file. */
export interface Identified extends Identity {
	/** Why it has not said all of it. */
	readonly refusal?: FTPReplyError | undefined;
}

/**
 * Asks for the size of a file and when it was last modified (SIZE and MDTM, RFC 3659): in one write, where the server stands that. Who
 * does not know one of them, or refuses, leaves it open: whether that matters is for others to say.
 */
export function* identify(path: string): Operation<Identified> {
	const size = yield* encode("SIZE", path);
	const time = yield* encode("MDTM", path);
	yield* useType("I");
	const { pipelining, profile } = (yield* sessionFacts()).options;
	const isSequenced = pipelining === "off" || profile.isLockStep !== false;
	if (!isSequenced) yield* send(size, time);
	const sizeReply = yield* isSequenced ? ask(size) : finalReply(size);
	const timeReply = yield* isSequenced ? ask(time) : finalReply(time);
	return {
		size: valueIn(sizeReply, (reply) => Number(sizeIn(reply))),
		modifiedAt: valueIn(timeReply, (reply) => timeIn(reply).getTime()),
		refusal: refusalOf(size.shown, sizeReply) ?? refusalOf(time.shown, timeReply),
	};
}

function valueIn(reply: Reply, read: (reply: Reply) => number): number | undefined {
	try {
		return isRefusal(reply) ? undefined : read(reply);
	} catch (error) {
		if (error instanceof FTPProtocolError && error.code === "BAD_VALUE") return undefined;
		throw error;
	}
}

function refusalOf(command: string, reply: Reply): FTPReplyError | undefined {
	return isRefusal(reply) ? new FTPReplyError(command, reply) : undefined;
}

/** For messages. */
export function describe({ size, modifiedAt }: Identity): string {
	const parts = [
		size === undefined ? undefined : `${size} bytes`,
		modifiedAt === undefined ? undefined : `modified at ${new Date(modifiedAt).toISOString()}`,
	];
	return parts.filter((part) => part !== undefined).join(", ") || "nothing that is known";
}
