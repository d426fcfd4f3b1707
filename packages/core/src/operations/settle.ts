import { FTPReplyError, FTPTLSError, isNetworks } from "../errors/index.ts";
import type { Channel } from "../protocol/channel.ts";
import type { Patience } from "../protocol/deadlines.ts";
import { fork, next, type Operation, perform, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isPreliminary, isRefusal, isSuccess, type Reply } from "../protocol/reply.ts";
import { notResumed } from "./not-resumed.ts";
import { openAhead } from "./open-data.ts";
import type { Transfer, TransferSummary } from "./transfer.ts";

/** How far a transfer has come. */
interface State {
	/** The data connection is there; in active mode it comes when the server likes. */
	isUp: boolean;
	/** The data connection can carry bytes: TLS is up, or there is none. */
	isReady: boolean;
	isMoving: boolean;
	/** All bytes of an upload have been handed over. Until then no server can know that it has everything. */
	isSent: boolean;
	/** Bytes of a download have come. */
	hasBytes: boolean;
	begun: Reply | undefined;
	final: Reply | undefined;
	/** That may be an earlier transfer's, said twice. */
	isDoubtful: boolean;
	byteCount: number | undefined;
	failure: { readonly cause: unknown } | undefined;
}

/**
 * The one place where a transfer ends. The data and the final reply come in either order (some servers even say 226 before the
 * first byte), and a transfer has succeeded only when the data ended cleanly AND the final reply is 2yz (RFC 959, 5.4: 226 or
 * 250). If one of the two fails, the other is still awaited: the server's own reason is worth more than a broken pipe.
 */
export function* settle(channel: Channel, plan: Transfer): Operation<TransferSummary> {
	const facts = yield* sessionFacts();
	const { privateData, options } = facts;
	const state: State = {
		isUp: !options.active,
		isReady: false,
		isMoving: false,
		isSent: false,
		hasBytes: false,
		begun: undefined,
		final: undefined,
		isDoubtful: false,
		byteCount: undefined,
		failure: undefined,
	};
	yield* state.isUp ? makeReady(channel, state) : perform({ type: "accept", channel });
	for (;;) {
		// A download may be read at once; an upload is not started before the server agrees to it.
		if (state.isReady && !state.isMoving && (plan.direction === "download" || state.begun)) {
			state.isMoving = true;
			yield* perform({ type: "transfer", channel, direction: plan.direction, isCompressed: facts.mode === "Z" });
		}
		const end = verdict(state, plan, privateData);
		if (end) return end;

		const wake = yield* (state.final && !state.isUp && options.active?.late(channel)) || next(...awaited(state, plan, channel));
		if (wake.type === "reply") {
			// What was sent in front of it without being waited for is answered, too.
			if (wake.command !== plan.command) continue;
			if (isPreliminary(wake.reply)) {
				// Pure-FTPd tells the end of a transfer over TLS that broke with a second 150, and says nothing more.
				if (state.failure && state.begun) throw state.failure.cause;
				state.begun ??= wake.reply;
				facts.isAhead = false;
				yield* perform({ type: "begin", channel, reply: wake.reply });
			} else {
				state.final = wake.reply;
				state.isDoubtful = wake.mayRepeat === true && !state.begun;
				// Who refuses will not connect any more.
				if (!state.isUp && isRefusal(wake.reply)) yield* perform({ type: "close", channel });
			}
		} else if (!("channel" in wake) || wake.channel !== channel) continue;
		else if (wake.type === "connected") {
			state.isUp = true;
			yield* makeReady(channel, state);
		} else if (wake.type === "secured") {
			state.isReady = true;
			facts.isHandshakeOpen = false;
		} else if (wake.type === "moved") {
			state.hasBytes = true;
			facts.isAhead = false;
		} else if (wake.type === "sent") state.isSent = true;
		else if (wake.type === "failed") state.failure = wake;
		else if (wake.type === "ended") {
			state.byteCount = wake.byteCount;
			if (wake.byteCount > 0) facts.isAhead = false;
			// The caller has what he wanted; whatever the server says to its closed data connection is taken in later.
			if (wake.early) return { byteCount: wake.byteCount, reply: state.final };
			if (plan.direction === "download") {
				// The server has nothing more to send: from here on it takes EPSV, though its 226 may not have come yet.
				if (facts.outlook === "transfer" || facts.downloads > 0) yield* fork(openAhead());
				facts.downloads += 1;
			}
		}
	}
}

/** TLS comes after the command: pyftpdlib resets a data connection on which a ClientHello arrives before it. */
function* makeReady(channel: Channel, state: State): Operation<void> {
	const facts = yield* sessionFacts();
	const { privateData, options } = facts;
	state.isReady = !privateData;
	facts.isHandshakeOpen = privateData;
	const { breaksResumption } = options.profile;
	if (privateData) yield* perform({ type: "secure", channel, serverName: options.host, isFresh: breaksResumption });
}

/** The end, if this is it; throws if it is a bad one. */
function verdict(state: State, plan: Transfer, privateData: boolean): TransferSummary | undefined {
	const { final, failure, byteCount, isDoubtful } = state;
	// The caller's own side of it threw: nothing the server may say matters to that.
	if (failure && !isNetworks(failure.cause)) throw failure.cause;
	if (!final) return undefined;
	if (!isSuccess(final)) throw refusal(final, state, plan, privateData);
	// What stands alone, without 1yz, must at least be what ends a transfer (RFC 959, 5.4): else it is a late answer to something else.
	if (!(state.begun || final.code === 226 || final.code === 250)) throw unexpected(plan.command, "1yz, 226 or 250", final);
	if (byteCount !== undefined) return { byteCount, reply: final, begun: state.begun, isDoubtful };
	if (!failure) {
		// 226 to an upload that was never let begin, or has not been sent to its end: whatever the server has stored, it is not this.
		if (plan.direction === "upload" && !state.isSent)
			throw unexpected(plan.command, "150 or 125, and a 2yz after all the data,", final);
		return undefined;
	}
	// A listing of nothing: some servers say 226 at once and never touch the data connection, ProFTPD has been seen to reset it.
	if (plan.isListing && !state.begun && !state.hasBytes) return { byteCount: 0, reply: final, isDoubtful };
	throw failure.cause;
}

function refusal(final: Reply, state: State, plan: Transfer, privateData: boolean): Error {
	const cause = state.failure?.cause;
	const error = new FTPReplyError(plan.command.shown, final, cause === undefined ? {} : { cause });
	if (final.code < 400) return unexpected(plan.command, "a 2yz reply", final);
	// With bytes there was a connection, and a second attempt would bring them twice.
	if (privateData && !state.hasBytes && notResumed(final, plan.command)) {
		const message =
			"The server demands that data connections resume the control connection's TLS session. Where the runtime cannot (Deno, the " +
			"older TLS of Workers), switch that off at the server (vsftpd: require_ssl_reuse=NO, ProFTPD: TLSOptions " +
			`NoSessionReuseRequired). ${error.message}`;
		return new FTPTLSError("SESSION_NOT_RESUMED", message, { cause: error });
	}
	// A certificate that was not accepted is our refusal, not the server's. But one that refuses without having begun, as ProFTPD and
	// pyftpdlib do for a missing file, has never touched the data connection, and that is why its handshake failed. Nor do we fill its disk.
	const isOurs = (state.begun !== undefined && ![452, 552].includes(final.code)) || [425, 426, 522].includes(final.code);
	if (cause instanceof FTPTLSError && isOurs) return cause;
	return error;
}

/** What a transfer waits for, and how long. */
function awaited(
	state: State,
	plan: Transfer,
	channel: Channel,
): [waitingFor: string, patience: Patience, cause?: unknown, isMoving?: boolean] {
	const { begun, isReady, isUp, failure } = state;
	if (failure || state.byteCount !== undefined) return [`the final reply to ${plan.command.shown}`, "reply", failure?.cause];
	if (!(begun || state.final || state.hasBytes)) return [`the reply to ${plan.command.shown}`, "reply"];
	if (!isReady) return [isUp ? `the TLS handshake on ${channel}` : "the server's data connection", begun ? "connect" : "reply"];
	// Behind the last byte of an upload nothing may be said: ProFTPD and Pure-FTPd have been seen to lose track of it.
	const isMoving = begun !== undefined && !(state.final || state.isSent);
	return [`${plan.direction === "download" ? "" : "room for "}more bytes on ${channel}`, "stall", undefined, isMoving];
}
