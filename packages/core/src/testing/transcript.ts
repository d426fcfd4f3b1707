import { utf8 } from "../client/encodings/utf8.ts";
import { FTPAbortError, FTPNetworkError, FTPTLSError } from "../errors/index.ts";
import { defaultProtocolLimits } from "../limits.ts";
import type { Channel } from "../protocol/channel.ts";
import { defaultTimeouts } from "../protocol/deadlines.ts";
import type { Effect } from "../protocol/effect.ts";
import { newProfile, type Outlook, type SessionFacts, type SessionOptions } from "../protocol/facts.ts";
import type { Input } from "../protocol/input.ts";
import { next, type Operation, perform } from "../protocol/operation.ts";
import { Session } from "../protocol/session.ts";
import type { Outcome } from "../protocol/task.ts";

export interface PlayOptions {
	/** What the session was told to do. */
	readonly options?: Partial<SessionOptions>;
	/** What it has learnt before. */
	readonly facts?: Partial<SessionFacts>;
	/** Whether the control connection is up already; true unless the operation is one that connects. */
	readonly connected?: boolean;
}

export interface Played<T> {
	/** What the operation ordered, a line each: `> RETR /f`, `! connect data1 ftp.test:6446`, `! transfer data1 download`. */
	readonly orders: string[];
	readonly outcome: Outcome<T> | undefined;
	readonly session: Session;
}

/**
 * Plays an operation against what a server and a network are said to do, without either. Lines:
 *
 * - `< 229 ok (|||6446|)`: the server sends this line
 * - `! connected data1`, `! secured data1`, `! ended data1 5`, `! failed data1`: what became of a connection
 * - `! listening data1 192.0.2.9:50000`: a port is open there for the server
 * - `! untrusted data1`: its certificate is not accepted
 * - `! moved data1`, `! held data1`: bytes moved, or the caller does not take them; `! enough data1 5`: the caller wants no more
 * - `! sent data1`: all bytes of an upload are on their way
 * - `! queued transfer`, `! queued something`, `! queued nothing`: what waits behind the operation; `! abort`: the caller stops this one
 * - `! answered one time words`: the caller answers what he was asked
 * - `+ 60000`: so many milliseconds pass
 */
export function play<T>(operation: Operation<T>, lines: readonly string[], setup: PlayOptions = {}): Played<T> {
	const session = new Session({ ...testOptions, profile: newProfile(), ...setup.options });
	let now = 0;
	const orders: string[] = [];
	if (setup.connected ?? true) {
		session.start(control(), now);
		session.handle({ type: "connected", channel: "control", peer: "192.0.2.1" }, now);
		session.facts.peer = "192.0.2.1";
		take(session);
	}
	Object.assign(session.facts, setup.facts);
	const task = session.start(operation, now);
	orders.push(...take(session));
	for (const line of lines) {
		if (line.startsWith("+ ")) {
			now += Number(line.slice(2));
			session.handle({ type: "tick" }, now);
		} else session.handle(inputOf(line), now);
		orders.push(...take(session));
	}
	return { orders, outcome: task.outcome, session };
}

/** The orders alone. */
export function transcript(operation: Operation<unknown>, lines: readonly string[], setup: PlayOptions = {}): string[] {
	return play(operation, lines, setup).orders;
}

/** The options of a session in a test: a server named ftp.test, nothing secure, the usual limits. */
export const testOptions: SessionOptions = {
	host: "ftp.test",
	port: 21,
	secure: false,
	codec: utf8(),
	timeouts: defaultTimeouts,
	limits: defaultProtocolLimits,
	passive: "auto",
	dataHost: "control",
	pipelining: "auto",
	profile: newProfile(),
	trace: false,
};

function* control(): Operation<void> {
	yield* perform({ type: "connect", channel: "control", host: "ftp.test", port: 21, tls: "never", serverName: "ftp.test" });
	yield* next("the connection", "connect");
}

function take(session: Session): string[] {
	const lines: string[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) lines.push(...show(effect));
	return lines;
}

function show(effect: Effect): string[] {
	switch (effect.type) {
		case "send": {
			const text = new TextDecoder().decode(effect.bytes);
			return text
				.split("\r\n")
				.slice(0, -1)
				.map((line) => `> ${line}`);
		}
		case "connect":
			return [`! connect ${effect.channel} ${effect.host}:${effect.port}${effect.tls === "never" ? "" : ` tls ${effect.tls}`}`];
		case "listen":
			return [`! listen ${effect.channel}${effect.ports ? ` ${effect.ports.join("-")}` : ""}`];
		case "accept":
			return [`! accept ${effect.channel}`];
		case "secure":
			return [`! secure ${effect.channel} ${effect.serverName}${effect.isFresh ? " fresh" : ""}`];
		case "transfer":
			return [`! transfer ${effect.channel} ${effect.direction}${effect.isCompressed ? " compressed" : ""}`];
		case "begin":
			return [];
		case "consult":
			return [`! consult ${effect.question}`];
		case "close":
			return [`! close ${effect.channel}`];
		case "trace":
			return [];
	}
}

function inputOf(line: string): Input {
	if (line.startsWith("< ")) return { type: "received", bytes: new TextEncoder().encode(`${line.slice(2)}\r\n`) };
	const [mark, fact, name = "control", count = "0"] = line.split(" ");
	const channel = name as Channel;
	if (mark !== "!") throw new Error(`Not a line of a transcript: ${line}`);
	switch (fact) {
		case "connected":
			return { type: "connected", channel, peer: "192.0.2.1" };
		case "listening": {
			const at = count.lastIndexOf(":");
			return { type: "listening", channel, host: count.slice(0, at), port: Number(count.slice(at + 1)) };
		}
		case "secured":
			return { type: "secured", channel };
		case "ended":
			return { type: "ended", channel, byteCount: Number(count) };
		case "enough":
			return { type: "ended", channel, byteCount: Number(count), early: true };
		case "failed":
			return { type: "failed", channel, cause: new FTPNetworkError("CONNECTION_LOST", `${channel} was reset`) };
		case "untrusted":
			return { type: "failed", channel, cause: new FTPTLSError("HANDSHAKE_FAILED", `${channel} has a bad certificate`) };
		case "moved":
			return { type: "progressed", channel, waitingOn: "network" };
		case "held":
			return { type: "progressed", channel, waitingOn: "caller" };
		case "sent":
			return { type: "progressed", channel, waitingOn: "server" };
		case "answered":
			return { type: "answered", channel: "control", answer: line.slice("! answered ".length) };
		case "queued":
			return { type: "queued", outlook: name as Outlook };
		case "abort":
			return { type: "aborted", error: new FTPAbortError("stopped by the test") };
		default:
			throw new Error(`Not a line of a transcript: ${line}`);
	}
}
