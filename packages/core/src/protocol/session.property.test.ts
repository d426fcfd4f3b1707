import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { list } from "../operations/list.ts";
import { openAhead } from "../operations/open-data.ts";
import { stat } from "../operations/stat.ts";
import { upload } from "../operations/upload.ts";
import { runs } from "../property-runs.ts";
import { play } from "../testing/transcript.ts";
import type { Channel } from "./channel.ts";
import { newProfile, type Outlook } from "./facts.ts";
import type { Input } from "./input.ts";
import type { Operation } from "./operation.ts";
import type { Session } from "./session.ts";
import type { Task } from "./task.ts";

const text = (line: string): Input => ({ type: "received", bytes: new TextEncoder().encode(line) });
const channels = fc.constantFrom<Channel>("data1", "data2", "data3", "control");

/** Replies that belong to some command, replies that belong to none, and what is no reply. */
const replies = fc.constantFrom(
	...["229 (|||5|)", "227 (1,2,3,4,5,6)", "150 x", "226 x", "226 x", "350 x", "250 x", '257 "/"', "213 5", "200 x"],
	...["425 x", "426 x", "450 x", "500 x", "502 x", "522 session reuse required", "550 x", "421 x", "120 x", "150-x", "abc"],
);

/** What comes in, milliseconds that pass, and moments at which the next data connection may be opened ahead. */
const inputs: fc.Arbitrary<Input | number | "prepare"> = fc.oneof(
	{ weight: 1, arbitrary: fc.constant("prepare" as const) },
	{ weight: 6, arbitrary: replies.map((reply) => text(`${reply}\r\n`)) },
	{ weight: 1, arbitrary: fc.string({ maxLength: 5 }).map(text) },
	{ weight: 3, arbitrary: channels.map((channel): Input => ({ type: "connected", channel, peer: "192.0.2.1" })) },
	{ weight: 2, arbitrary: channels.map((channel): Input => ({ type: "secured", channel })) },
	{ weight: 2, arbitrary: channels.map((channel): Input => ({ type: "ended", channel, byteCount: 5 })) },
	{ weight: 1, arbitrary: channels.map((channel): Input => ({ type: "ended", channel, byteCount: 5, early: true })) },
	{ weight: 1, arbitrary: channels.map((channel): Input => ({ type: "failed", channel, cause: new Error("reset") })) },
	{ weight: 1, arbitrary: channels.map((channel): Input => ({ type: "progressed", channel, waitingOn: "caller" })) },
	{
		weight: 2,
		arbitrary: fc
			.constantFrom<Outlook>("transfer", "something", "nothing")
			.map((outlook): Input => ({ type: "queued", outlook })),
	},
	{ weight: 1, arbitrary: fc.constant<Input>({ type: "aborted", error: new Error("stopped") }) },
	{ weight: 1, arbitrary: fc.integer({ min: 1, max: 40_000 }) },
);

const operations = fc.constantFrom<() => Operation<unknown>>(
	() => download("f", { offset: 3 }),
	() => download("f"),
	() => upload("f"),
	() => list("", () => undefined),
	() => list("a b", () => undefined),
	() => stat("f"),
	() => simple("NOOP"),
);

/** Carries out nothing, but watches what is ordered: after the end nothing may be. */
function drain(session: Session): void {
	let isClosed = false;
	for (let effect = session.poll(); effect; effect = session.poll()) {
		if (effect.type === "close" && effect.channel === "control") isClosed = true;
		else if (isClosed) expect(effect.type).toBe("close");
	}
}

/** Where a session may stand: behind a download that failed or did not, or with the next data connection under way or there. */
const pasts = fc.constantFrom<readonly string[]>(
	["! failed data1", "< 550 x"],
	["< 150 x", "! ended data1 3", "< 226 x"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x", "< 229 (|||6|)"],
	["! queued transfer", "< 150 x", "! ended data1 3", "< 226 x", "< 229 (|||6|)", "! connected data2"],
	["! queued transfer", "< 150 x", "! ended data1 3", "! abort", "< 226 x", "< 229 (|||6|)"],
);

test("whatever comes in whatever order: no throw, no order after the end, and every operation ends", () => {
	const several = fc.array(operations, { minLength: 1, maxLength: 4 });
	fc.assert(
		fc.property(several, pasts, fc.boolean(), fc.array(inputs, { maxLength: 40 }), (operations, past, privateData, events) => {
			const { session } = play(download("f"), ["< 229 (|||5|)", "! connected data1", ...past], {
				options: { profile: newProfile() },
			});
			expect(session.phase).toBe("idle");
			session.facts.privateData = privateData;
			const tasks: Task<unknown>[] = [];
			let now = 0;
			for (const event of events) {
				const next = operations[tasks.length];
				if (session.phase === "idle" && next) tasks.push(session.start(next(), now));
				drain(session);
				if (typeof event === "number") now += event;
				if (event === "prepare") session.prepare(openAhead(), now);
				else session.handle(typeof event === "number" ? { type: "tick" } : event, now);
				drain(session);
			}
			// The caller goes on, and the network is silent from here.
			session.handle({ type: "queued", outlook: "something" }, now);
			for (let round = 0; round < 30 && session.deadline !== undefined; round++) {
				now = session.deadline;
				session.handle({ type: "tick" }, now);
				drain(session);
			}
			expect(session.deadline).toBeUndefined();
			expect(["idle", "closed"]).toContain(session.phase);
			for (const { outcome } of tasks) {
				expect(outcome).toBeDefined();
				if (outcome?.ok === false && !(outcome.error instanceof FTPError)) {
					expect(["reset", "stopped"]).toContain((outcome.error as Error).message);
				}
			}
		}),
		{ numRuns: runs(2000) },
	);
});
