import { FTPNetworkError, FTPReplyError, FTPTimeoutError } from "../errors/index.ts";
import type { Channel } from "../protocol/channel.ts";
import { type ActiveWay, nextDataChannel } from "../protocol/facts.ts";
import { encode, next, type Operation, perform, sessionFacts, type Wake } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isRefusal } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";

/** How a client in active mode lets the server connect to it. */
export interface ActiveMode {
	/** The first and the last of the ports that may be used; any port, unless told. A pool needs one for each of its sessions. */
	readonly ports?: readonly [from: number, to: number] | undefined;
	/** The IP address that the server is told, where NAT stands in between; that of the control connection's own end, unless told. */
	readonly address?: string | undefined;
}

/** Active mode, for the options of a session. */
export function activeWay(mode: ActiveMode): ActiveWay {
	return { open: () => openActive(mode), late: lateConnection };
}

/**
 * Opens a port of this machine, and tells the server. The connection comes later, after the transfer command: `settle` takes it.
 * It is the only place that does this, and is called by `openData`.
 */
function* openActive({ ports, address }: ActiveMode): Operation<Channel> {
	const facts = yield* sessionFacts();
	const channel = nextDataChannel(facts);
	facts.isAhead = false;
	try {
		yield* perform({ type: "listen", channel, ports });
		for (;;) {
			const wake = yield* next("a port of this machine", "connect");
			if (wake.type === "failed" && wake.channel === channel) throw wake.cause;
			if (wake.type !== "listening" || wake.channel !== channel) continue;
			yield* tell(address ?? wake.host, wake.port);
			return channel;
		}
	} catch (error) {
		yield* perform({ type: "close", channel });
		throw error;
	}
}

/**
 * PORT for IPv4: every server must know it (RFC 959, 5.1), and a router that watches the conversation does, too. EPRT (RFC 2428, 2) for
 * IPv6, and where PORT is refused. What was refused is not tried again in this session.
 */
function* tell(address: string, port: number): Operation<void> {
	const { refusedWays } = yield* sessionFacts();
	// Neither a zone nor the form in which IPv6 names IPv4 means anything to the server.
	const host = address.replace(/%.*$/s, "").replace(/^::ffff:(?=\d+\.)/i, "");
	const isIPv6 = host.includes(":");
	const eprt = yield* encode("EPRT", `|${isIPv6 ? 2 : 1}|${host}|${port}|`);
	const commands = isIPv6 ? [eprt] : [yield* encode("PORT", [...host.split("."), port >> 8, port & 255].join(",")), eprt];
	let refusal: unknown;
	for (const command of commands) {
		const way = command === eprt ? "EPRT" : "PORT";
		if (refusedWays.has(way)) continue;
		const reply = yield* ask(command);
		if (reply.code < 300) return;
		const error = isRefusal(reply) ? new FTPReplyError(command.shown, reply) : unexpected(command, "a 2yz reply", reply);
		if (reply.code < 500) throw error;
		refusal ??= error;
		refusedWays.add(way);
	}
	// If nothing works, nothing is known either: next time everything is tried again.
	refusedWays.delete("PORT");
	refusedWays.delete("EPRT");
	throw refusal;
}

/** The server has said its last word before it has connected: then that is on its way, or will never be. */
function* lateConnection(channel: Channel): Operation<Wake> {
	try {
		return yield* next("the server's data connection", "grace");
	} catch (cause) {
		if (!(cause instanceof FTPTimeoutError) || cause.code !== "REPLY_TIMEOUT") throw cause;
		yield* perform({ type: "close", channel });
		const message = "The server calls the transfer complete, but has not connected for it";
		return { type: "failed", channel, cause: new FTPNetworkError("CONNECT_FAILED", message, { cause }) };
	}
}
