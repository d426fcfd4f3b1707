import { FTPNetworkError, FTPReplyError, FTPTimeoutError } from "../errors/index.ts";
import { messageOf } from "../errors/message-of.ts";
import { type PassiveAddress, parsePassiveReply } from "../protocol/address.ts";
import type { Channel } from "../protocol/channel.ts";
import { nextDataChannel, type SessionFacts } from "../protocol/facts.ts";
import { encode, join, next, type Operation, perform, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { exchange } from "./exchange.ts";

type Way = "EPSV" | "PASV";

/**
 * Opens a data connection: the only place that does. In active mode it is only made possible, and `settle` takes it. EPSV (RFC 2428)
 * first, for it says no address that NAT could spoil; PASV when EPSV is refused, or its port cannot be reached. What failed is not
 * tried again in this session.
 *
 * The address in a 227 reply is not dialled unless `dataHost` says so: it is wrong behind NAT, and a hostile server could point
 * it at anything (RFC 2577, 3).
 */
export function* openData(): Operation<Channel> {
	const facts = yield* sessionFacts();
	if (facts.options.active) return yield* facts.options.active.open();
	const ahead = yield* openedAhead(facts);
	facts.isAhead = ahead !== undefined;
	if (ahead) return ahead;
	const failures: unknown[] = [];
	for (const way of waysToTry(facts)) {
		try {
			const channel = yield* dialData(yield* askTwiceForPort(way));
			if (way === "EPSV") facts.options.profile.refusesEPSV = false;
			return channel;
		} catch (error) {
			if (!isRefusal(error) && !isUnreachable(error)) throw error;
			failures.push(error);
			facts.refusedWays.add(way);
			// What cannot be reached may be the network's fault, and is forgotten with the session.
			if (way === "EPSV" && isRefusal(error)) facts.options.profile.refusesEPSV = true;
		}
	}
	// If nothing works, nothing is known either: next time everything is tried again.
	facts.refusedWays.clear();
	facts.options.profile.refusesEPSV = false;
	if (failures.length === 1) throw failures[0];
	const message = `No data connection, neither by EPSV nor by PASV: ${failures.map(messageOf).join("; ")}`;
	throw new FTPNetworkError("CONNECT_FAILED", message, { cause: new AggregateError(failures) });
}

/**
 * The next data connection before it is needed, for `fork()`. One way is tried, and a refusal says nothing about the way: it may
 * only have come at the wrong moment.
 */
export function* openAhead(): Operation<Channel> {
	const [way = "EPSV"] = waysToTry(yield* sessionFacts());
	return yield* dialData(yield* askForPort(way));
}

function* openedAhead(facts: SessionFacts): Operation<Channel | undefined> {
	let ahead = yield* join();
	while (ahead && !ahead.outcome) {
		yield* next("a data connection that is being opened", "ahead");
		ahead = yield* join();
	}
	const { outcome } = ahead ?? {};
	if (!outcome || outcome.ok) return outcome?.value;
	if (outcome.error instanceof FTPReplyError) facts.options.profile.refusesAhead ||= !isBusy(outcome.error);
	// A port that could not be reached need not be waited for twice, while there is another way.
	else if (isUnreachable(outcome.error) && facts.refusedWays.size === 0) facts.refusedWays.add(waysToTry(facts)[0] ?? "EPSV");
	return undefined;
}

function waysToTry(facts: SessionFacts): Way[] {
	const { passive, profile } = facts.options;
	if (passive !== "auto") return [passive === "epsv" ? "EPSV" : "PASV"];
	// A profile may be old: what it advises against is tried last, not never.
	const ways = profile.refusesEPSV ? (["PASV", "EPSV"] as const) : (["EPSV", "PASV"] as const);
	return ways.filter((way) => !facts.refusedWays.has(way));
}

function* askTwiceForPort(way: Way): Operation<PassiveAddress> {
	try {
		return yield* askForPort(way);
	} catch (error) {
		if (!isBusy(error)) throw error;
		return yield* askForPort(way);
	}
}

function* askForPort(way: Way): Operation<PassiveAddress> {
	const command = yield* encode(way);
	const reply = yield* exchange(command);
	if (reply.code === 227 || reply.code === 229) return parsePassiveReply(reply);
	// "200 EPSV ALL ok" is the answer of servers that only know that form of it; anything else is out of step.
	if (way === "EPSV" && reply.code === 200) throw new FTPReplyError(command.shown, reply);
	throw unexpected(command, "229 or 227", reply);
}

function* dialData(address: PassiveAddress): Operation<Channel> {
	const facts = yield* sessionFacts();
	const channel = nextDataChannel(facts);
	const host = dataHost(facts, address);
	// By what was asked for: PROT may still be under way.
	const isPrivate = facts.options.secure && !facts.options.clearData;
	const tls = isPrivate || facts.privateData ? "later" : "never";
	const { host: serverName } = facts.options;
	try {
		yield* perform({ type: "connect", channel, host, port: address.port, tls, serverName });
		for (;;) {
			const wake = yield* next(`a data connection to ${host}:${address.port}`, "connect");
			if (wake.type === "failed" && wake.channel === channel) throw wake.cause;
			if (wake.type === "connected" && wake.channel === channel) return channel;
		}
	} catch (error) {
		yield* perform({ type: "close", channel });
		throw error;
	}
}

function dataHost(facts: SessionFacts, address: PassiveAddress): string {
	const { dataHost, host } = facts.options;
	if (dataHost !== "control" && dataHost !== "advertised") return dataHost;
	const peer = facts.peer ?? host;
	return dataHost === "advertised" ? (address.host ?? peer) : peer;
}

/** No port could be had at that moment: two sessions of ProFTPD may choose the same one ("425 EPSV: Address already in use"). */
function isBusy(error: unknown): boolean {
	return error instanceof FTPReplyError && error.code === 425;
}

/** The server does not know the command, or not here; 4yz means "not now" and is passed on. 200 stands in for "only EPSV ALL". */
function isRefusal(error: unknown): boolean {
	return error instanceof FTPReplyError && (error.code >= 500 || error.code === 200);
}

function isUnreachable(error: unknown): boolean {
	return error instanceof FTPNetworkError || (error instanceof FTPTimeoutError && error.code === "CONNECT_TIMEOUT");
}
