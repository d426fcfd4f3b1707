import fc from "fast-check";
import { expect, test } from "vitest";
import { latin1 } from "../client/encodings/latin1.ts";
import { FTPError } from "../errors/index.ts";
import { connect } from "../operations/connect.ts";
import { mkdir } from "../operations/directory.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { exists } from "../operations/exists.ts";
import { list } from "../operations/list.ts";
import { activeWay } from "../operations/open-active.ts";
import { pwd } from "../operations/pwd.ts";
import { quit } from "../operations/quit.ts";
import { rename } from "../operations/rename.ts";
import { stat } from "../operations/stat.ts";
import { upload } from "../operations/upload.ts";
import { uploadUnique } from "../operations/upload-unique.ts";
import { runs } from "../property-runs.ts";
import { type Happening, SessionTrial } from "../session-trial.ts";
import { play, testOptions } from "../testing/transcript.ts";
import type { Channel } from "./channel.ts";
import { newProfile, type Outlook, type SessionOptions } from "./facts.ts";
import type { Input } from "./input.ts";
import type { Operation } from "./operation.ts";
import { Session } from "./session.ts";

const received = (bytes: Uint8Array): Input => ({ type: "received", bytes });
const text = (line: string): Input => received(new TextEncoder().encode(line));
const channels = fc.constantFrom<Channel>("data1", "data2", "data3", "control");

/** Replies that belong to some command, replies that belong to none, and what is no reply. */
const replies = fc
	.constantFrom(
		...["229 (|||5|)", "227 (1,2,3,4,5,6)", "150 x", "226 x", "226 x", "350 x", "250 x", '257 "/"', "213 5", "200 x", "220 x"],
		...["331 x", "230 x", "234 x", "211-F\r\n MLST size*;\r\n EPSV\r\n211 E", "250-x\r\n type=file;size=3; f\r\n250 x", "332 x"],
		...["425 x", "426 x", "450 x", "500 x", "502 x", "522 session reuse required", "550 x", "421 x", "120 x", "150-x", "abc"],
	)
	.map((reply) => `${reply}\r\n`);

const operations = fc.constantFrom<() => Operation<unknown>>(
	() => download("f", { offset: 3 }),
	() => download("f"),
	() => upload("f"),
	() => uploadUnique(),
	() => list("", () => undefined),
	() => list("a b", () => undefined),
	() => stat("f"),
	() => exists("f"),
	() => mkdir("a/b", { recursive: true }),
	() => rename("a", "b"),
	() => pwd(),
	() => simple("NOOP"),
	() => quit(),
);

/** Several replies in one piece, and pieces that end anywhere. */
const bytes = fc.oneof(
	{ weight: 6, arbitrary: replies.map(text) },
	{ weight: 1, arbitrary: fc.array(replies, { minLength: 2, maxLength: 5 }).map((all) => text(all.join(""))) },
	{
		weight: 1,
		arbitrary: fc.tuple(replies, fc.nat({ max: 12 })).map(([reply, end]) => text(reply.slice(0, end))),
	},
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map(received) },
);

const on = (facts: (channel: Channel) => Input): fc.Arbitrary<Input> => channels.map(facts);

const happenings: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 8, arbitrary: bytes },
	{ weight: 2, arbitrary: operations.map((operation): Happening => ({ type: "called", operation })) },
	{ weight: 1, arbitrary: fc.constant("prepare" as const) },
	{ weight: 3, arbitrary: on((channel) => ({ type: "connected", channel, peer: "192.0.2.1" })) },
	{ weight: 1, arbitrary: on((channel) => ({ type: "listening", channel, host: "192.0.2.9", port: 50_000 })) },
	{ weight: 2, arbitrary: on((channel) => ({ type: "secured", channel })) },
	{ weight: 2, arbitrary: on((channel) => ({ type: "ended", channel, byteCount: 5 })) },
	{ weight: 1, arbitrary: on((channel) => ({ type: "ended", channel, byteCount: 5, early: true })) },
	{ weight: 1, arbitrary: on((channel) => ({ type: "failed", channel, cause: new Error("reset") })) },
	{ weight: 1, arbitrary: on((channel) => ({ type: "progressed", channel, waitingOn: "caller" })) },
	{ weight: 1, arbitrary: on((channel) => ({ type: "progressed", channel, waitingOn: "network" })) },
	{
		weight: 2,
		arbitrary: fc
			.constantFrom<Outlook>("transfer", "something", "nothing")
			.map((outlook): Input => ({ type: "queued", outlook })),
	},
	{ weight: 1, arbitrary: fc.constant<Input>({ type: "aborted", error: new Error("stopped") }) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 40_000 }) },
);

/** Where a session may stand: behind a download that failed or did not, or with the next data connection under way or there. */
const pasts = fc.constantFrom<readonly string[]>(
	["! failed data1", "< 550 x"],
	["< 150 x", "! ended data1 3", "< 226 x"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x", "< 229 (|||6|)"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x", "< 229 (|||6|)", "! connected data2"],
	["! queued transfer", "< 150 x", "! ended data1 3", "! abort", "< 226 x", "< 229 (|||6|)"],
);

/** So small that they are reached. */
const limits = { replyLine: 80, reply: 160, replyLines: 5, preliminaryReplies: 6, commandLine: 60 };

const setups = fc.record({
	isActive: fc.boolean(),
	pipelining: fc.constantFrom("auto" as const, "off" as const, "eager" as const),
	secure: fc.constantFrom<SessionOptions["secure"]>(false, true, "implicit"),
	total: fc.constantFrom(undefined, 30_000),
});

type Setup = typeof setups extends fc.Arbitrary<infer T> ? T : never;

function optionsOf({ isActive, pipelining, secure, total }: Setup): SessionOptions {
	const timeouts = { ...testOptions.timeouts, total };
	const active = isActive ? activeWay({}) : undefined;
	return { ...testOptions, pipelining, secure, limits, timeouts, active, codec: latin1, profile: newProfile(), trace: true };
}

/** All that happens, and then the end; what has failed has failed with an error of ours, or the one that was handed in. */
function undergo(trial: SessionTrial, events: readonly Happening[]): void {
	for (const event of events) trial.take(event);
	trial.end();
	for (const outcome of trial.outcomes) {
		if (outcome?.ok === false && !(outcome.error instanceof FTPError))
			expect(["reset", "stopped"]).toContain((outcome.error as Error).message);
	}
}

/** The connections that are open after these orders. */
function openAfter(orders: readonly string[]): Channel[] {
	const open = new Set<Channel>(["control"]);
	for (const order of orders) {
		const [, what, channel = ""] = order.split(" ");
		if (what === "connect") open.add(channel as Channel);
		if (what === "close") open.delete(channel as Channel);
	}
	return [...open];
}

const usual: Setup = { isActive: false, pipelining: "auto", secure: false, total: undefined };

test("whatever comes in whatever order: no throw, no order after the end, and every operation settles once", () => {
	fc.assert(
		fc.property(pasts, fc.boolean(), fc.array(happenings, { maxLength: 50 }), (past, privateData, events) => {
			const before = ["< 229 (|||5|)", "! connected data1", ...past];
			const { session, orders } = play(download("f"), before, { options: optionsOf(usual) });
			expect(session.phase).toBe("idle");
			session.facts.privateData = privateData;
			undergo(new SessionTrial(session, openAfter(orders)), events);
		}),
		{ numRuns: runs(1500) },
	);
});

test("the same from before the first connection on: in active mode and passive, with TLS and without", () => {
	fc.assert(
		fc.property(setups, fc.array(happenings, { maxLength: 50 }), (setup, events) => {
			const login: Happening = {
				type: "called",
				operation: () => connect({ user: "u", pass: "p", account: undefined }),
			};
			const begun: Input = { type: "connected", channel: "control", peer: "192.0.2.1" };
			undergo(new SessionTrial(new Session(optionsOf(setup)), []), [login, begun, ...events]);
		}),
		{ numRuns: runs(1500) },
	);
});

test("noise without an end is held up to the limit, in pieces of any size", () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 90 }), { maxLength: 20 }), (pieces) => {
			const { session } = play(simple("NOOP"), ["< 200 x"], {
				options: optionsOf(usual),
			});
			const trial = new SessionTrial(session, ["control"]);
			trial.take({ type: "called", operation: () => simple("HELP") });
			undergo(trial, [text("214-x"), ...pieces.map((piece) => received(piece.map((byte) => (byte === 0 ? 1 : byte))))]);
		}),
		{ numRuns: runs(500) },
	);
});
