import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPError } from "../errors/index.ts";
import { runs, timeFor } from "../property-runs.ts";
import { type ModelCall, verbs } from "./model-calls.ts";
import { after, type CallOutcome, withFiles } from "./model-candidates.ts";
import type { ModelState } from "./model-files.ts";
import { described, type Fault, filesOf, Misfortune, QuickClock } from "./model-world.ts";
import { closeAll, type Fixture, fixture } from "./test-fixture.ts";

/** Longer than anybody waits for anything; only the server waits longer for its next command. */
const PATIENCE = 200_000;

/** Few names, so that calls meet. The blank makes a client that lists go into the directory instead. */
const path = fc.constantFrom("a", "b", "d", "d e", "d/a", "d e/b", "/a", "/d", "/d/d e", "/d e/a", "d/d e/b");
const place = fc.oneof({ weight: 2, arbitrary: path }, { weight: 1, arbitrary: fc.constantFrom("", "/", "..") });

/** What a call may be given: only what lists takes an empty path, for where one stands. */
function pathFor(verb: string): fc.Arbitrary<string> {
	if (verb === "cd") return place.map((given) => given || "..");
	return ["list", "listStream", "walk"].includes(verb) ? place : path;
}

const call: fc.Arbitrary<ModelCall> = fc.constantFrom(...Object.keys(verbs)).chain((verb) =>
	fc.record({
		verb: fc.constant(verb),
		path: pathFor(verb),
		to: path,
		data: fc.stringMatching(/^[a-z]{0,30}$/),
	}),
);

/** When a call is stopped: never, at once, or so many milliseconds after it was made. */
const stop = fc.option(fc.integer({ min: -1, max: 150 }), { nil: undefined, freq: 4 });

const fault: fc.Arbitrary<Fault> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant<Fault>({ type: "none" }) },
	{
		weight: 3,
		arbitrary: fc.record({
			type: fc.constantFrom("unread", "unanswered", "farewell", "refusal", "swallowed", "late"),
			at: fc.nat({ max: 8 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant("data"),
			how: fc.constantFrom("reset", "cut", "end", "stall"),
			after: fc.nat({ max: 20 }),
		}),
	},
);

/** Calls that are made at the same time, and what goes wrong meanwhile. */
const round = fc.record({
	fault,
	calls: fc.array(fc.record({ call, stop }), { minLength: 1, maxLength: 4 }),
});

type Round = typeof round extends fc.Arbitrary<infer T> ? T : never;

const setup = fc.record({
	secure: fc.boolean(),
	pipelining: fc.constantFrom("auto" as const, "off" as const),
	active: fc.boolean(),
	latency: fc.constantFrom(1, 20),
	bufferSize: fc.constantFrom(16, 65_536),
	without: fc.constantFrom<readonly string[]>([], ["MLST", "MLSD"], ["EPSV", "FEAT"], ["MLST", "MDTM"]),
	ignoreAbort: fc.boolean(),
});

type Setup = typeof setup extends fc.Arbitrary<infer T> ? T : never;

async function outcomeOf(made: Promise<unknown>): Promise<CallOutcome> {
	try {
		return { value: await made };
	} catch (error) {
		return { error };
	}
}

/** Makes the calls of a round, each of which must come to its end. */
async function make({ client, clock }: Fixture, { calls }: Round): Promise<CallOutcome[]> {
	const made = calls.map(({ call, stop }) => {
		const stopping = new AbortController();
		if (stop === -1) stopping.abort();
		const cancel = stop === undefined || stop < 0 ? (): void => {} : clock.after(stop, () => stopping.abort());
		const running = verbs[call.verb]?.run(client, call, stopping.signal) ?? Promise.reject();
		return outcomeOf(running).finally(cancel);
	});
	const outcomes = await clock.until(Promise.all(made));
	// What was stopped may have left a server that does not answer: until the session knows whether it goes on.
	await clock.advance(PATIENCE);
	return outcomes;
}

/** What may be so after a round, by what its calls have given. */
function judge(before: readonly ModelState[], { calls, fault }: Round, outcomes: readonly CallOutcome[]): ModelState[] {
	const isFaulty = fault.type !== "none" && fault.type !== "late";
	return calls.reduce<ModelState[]>(
		(states, { call, stop }, index) => {
			const outcome = outcomes[index];
			if (!outcome) throw new Error("A call has no outcome");
			if ("error" in outcome) expect(outcome.error).toBeInstanceOf(FTPError);
			// Others may be between its questions.
			if (verbs[call.verb]?.isLong && calls.length > 1) return states;
			const possible = after(states, call, outcome, { isFaulty, isStopped: stop !== undefined });
			expect(
				possible,
				`${JSON.stringify({ call, stop, outcome })} ${String("error" in outcome && outcome.error)}\n${described(states)}`,
			).not.toEqual([]);
			return possible;
		},
		[...before],
	);
}

async function live(
	{ pipelining, secure, active, latency, bufferSize, ...quirks }: Setup,
	rounds: readonly Round[],
): Promise<void> {
	const clock = new QuickClock();
	const misfortune = new Misfortune(clock);
	const { onCommand, onTransfer } = misfortune;
	const world = await fixture({
		clock,
		connect: false,
		network: { latency, bufferSize },
		server: { onCommand, quirks: { ...quirks, onTransfer }, timeouts: { idle: 100 * PATIENCE } },
		client: { secure, pipelining, active },
	});
	let states: ModelState[] = [{ files: new Map(), place: "" }];
	for (const round of rounds) {
		if (world.client.closed || world.client.greeting === undefined) {
			await clock.until(world.client.connect());
			states = states.map(({ files }) => ({ files, place: "" }));
		}
		misfortune.set(round.fault);
		const outcomes = await make(world, round);
		misfortune.set({ type: "none" });
		states = judge(states, round, outcomes);
		const files = filesOf(world.server.files);
		const known = withFiles(states, files);
		expect(known, `${described([{ files, place: "?" }])}\nis none of\n${described(states)}`).not.toEqual([]);
		states = known;
	}
	await closeAll();
}

test("whatever is called, stopped and disturbed: the server has what the model has, and nothing is left open", {
	timeout: timeFor(120_000),
}, async () => {
	await fc.assert(fc.asyncProperty(setup, fc.array(round, { minLength: 1, maxLength: 8 }), live), { numRuns: runs(25) });
});
