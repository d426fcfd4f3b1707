import { expect, test } from "vitest";
import { FTPAbortError, FTPNetworkError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import type { TraceEvent } from "../protocol/effect.ts";
import { sessionFacts } from "../protocol/operation.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import type { Attempt } from "./attempt.ts";
import { retryOf, withRetries } from "./attempts.ts";
import type { Settings } from "./options.ts";
import { planOf } from "./retry.ts";
import type { Call } from "./session-keeper.ts";

const lost = (message = "gone"): FTPNetworkError => new FTPNetworkError("CONNECTION_LOST", message);
const refused = (code: number): FTPReplyError => new FTPReplyError("DELE f", { code, text: "no", lines: [`${code} no`] });

interface Run {
	readonly clock: VirtualClock;
	readonly trace: TraceEvent[];
	readonly outcome: unknown;
}

/** Plays failures one after the other, then succeeds with "done". */
async function play(failures: unknown[], call: Call, spoil?: (attempt: Attempt) => void): Promise<Run> {
	const clock = new VirtualClock();
	const trace: TraceEvent[] = [];
	const settings = { clock, onTrace: (event: TraceEvent) => void trace.push(event) } as unknown as Settings;
	const once = async (attempt: Attempt): Promise<string> => {
		spoil?.(attempt);
		if (failures.length > 0) throw failures.shift();
		return "done";
	};
	const outcome = await clock.until(withRetries(settings, call, once).catch((error: unknown) => error));
	expect(clock.pending).toBe(0);
	return { clock, trace, outcome };
}

test("a call is tried again until it succeeds, and each time is told of", async () => {
	const attempts: number[] = [];
	const call = { retry: { backoff: 100 }, onAttempt: (attempt: number) => void attempts.push(attempt) };
	const { trace, outcome, clock } = await play([lost("one"), lost("two")], call);
	expect(outcome).toBe("done");
	expect(attempts).toEqual([2, 3]);
	expect(trace).toEqual([
		{ type: "retry", attempt: 2, delay: 100, reason: "one" },
		{ type: "retry", attempt: 3, delay: 100, reason: "two" },
	]);
	expect(clock.now()).toBe(new VirtualClock().now() + 200);
});

test("unless it is asked for, nothing is, and the error stays as it is", async () => {
	const error = lost();
	for (const retry of [undefined, false]) {
		const { outcome, trace } = await play([error], { retry });
		expect(outcome).toBe(error);
		expect(trace).toEqual([]);
	}
	expect(error.message).toBe("gone");
});

test("what will not change is told at once, in the midst of attempts, too", async () => {
	for (const error of [refused(550), new FTPUsageError("UNSUPPORTED", "x"), new FTPAbortError("x"), new TypeError("a bug")]) {
		expect((await play([error], { retry: true })).outcome).toBe(error);
		const { outcome, trace } = await play([lost(), error], { retry: true });
		expect(outcome).toBe(error);
		expect(trace).toHaveLength(1);
	}
});

test("the last error says how often it was tried; others who have the same error do not read that", async () => {
	const error = new FTPReplyError("LIST", { code: 450, text: "busy", lines: ["450 busy"] }, { cause: "c" });
	const { outcome, trace } = await play([error, error, error, error], { retry: { attempts: 3 } });
	expect(trace).toHaveLength(2);
	expect(outcome).not.toBe(error);
	expect(outcome).toBeInstanceOf(FTPReplyError);
	expect(outcome).toMatchObject({ name: "FTPReplyError", code: 450, command: "LIST", isTransient: true, cause: "c" });
	expect((outcome as Error).message).toBe("LIST was refused: 450 busy. Tried 3 times.");
	expect((outcome as Error).stack).toBe(error.stack?.replace(error.message, (outcome as Error).message));
	expect(error.message).toBe("LIST was refused: 450 busy");
});

test("a single attempt is not counted", async () => {
	const error = lost();
	expect((await play([error], { retry: { attempts: 1 } })).outcome).toBe(error);
	expect((await play([error], { retry: { most: 1 } })).outcome).toBe(error);
});

/** As much as has moved when each attempt fails; the last one is asked again at its end. */
function moving(...amounts: number[]): () => number {
	return () => amounts.shift() ?? 0;
}

test("who gets on may fail as often as he likes; a byte now and then is not getting on", async () => {
	const step = 65_536;
	const failures = (count: number): unknown[] => Array.from({ length: count }, () => lost());
	const fast = { retry: { attempts: 2, backoff: 0 }, moved: moving(0, step, 2 * step, 3 * step, 4 * step, 5 * step) };
	expect((await play(failures(5), fast)).outcome).toBe("done");
	const slow = { retry: { attempts: 2, backoff: 0 }, moved: moving(0, 1, 2, 3, 4, 5) };
	expect((await play(failures(5), slow)).outcome).toMatchObject({ message: "gone. Tried 2 times." });
	// In all, not since the last time.
	const steady = { retry: { attempts: 3, backoff: 0 }, moved: moving(0, step / 2, step, step * 1.5, step * 2, step * 2.5) };
	expect((await play(failures(5), steady)).outcome).toBe("done");
	const bounded = { retry: { attempts: 2, most: 4, backoff: 0 }, moved: moving(0, step, 2 * step, 3 * step, 4 * step) };
	expect((await play(failures(9), bounded)).outcome).toMatchObject({ message: "gone. Tried 4 times." });
});

test("after progress the wait is short again", async () => {
	const step = 65_536;
	const retry = { attempts: 4, backoff: { first: 100, factor: 10, longest: 1e6 } };
	const { trace } = await play([lost(), lost(), lost()], { retry, moved: moving(0, 0, 0, step) });
	const delays = trace.map((event) => (event.type === "retry" ? event.delay : Number.NaN));
	for (const [at, longest] of [100, 1000, 100].entries()) {
		expect(delays[at]).toBeGreaterThanOrEqual(longest / 2);
		expect(delays[at]).toBeLessThanOrEqual(longest);
	}
});

const mayHaveDone = "gone. It was not tried again: the server may have done it.";
const cannotBegin = "It was not tried again: it cannot be begun a second time.";

test.each([
	["any", true, lost(), "done"],
	["refused", true, refused(450), "done"],
	["refused", false, lost(), "done"],
	["refused", true, lost(), mayHaveDone],
	["never", false, lost(), "done"],
	["never", true, lost(), `gone. ${cannotBegin}`],
	["never", true, refused(450), `DELE f was refused: 450 no. ${cannotBegin}`],
] as const)("to be repeated: %s, begun: %s, failed with %s", async (repeat, isBegun, error, expected) => {
	const { outcome } = await play([error], { retry: true, repeat }, (attempt) => {
		attempt.isBegun = isBegun;
	});
	expect(outcome instanceof Error ? outcome.message : outcome).toBe(expected);
});

test("an operation counts as begun when it runs, not when it is made", async () => {
	const { outcome } = await play([], { retry: true }, (attempt) => {
		expect(attempt.isBegun).toBe(true);
		const operation = attempt.noted(sessionFacts)();
		expect(attempt.isBegun).toBe(false);
		expect(operation.next()).toMatchObject({ done: false, value: { type: "facts" } });
		expect(attempt.isBegun).toBe(true);
	});
	expect(outcome).toBe("done");
});

test("the call itself may know why not", async () => {
	const asked: unknown[] = [];
	const error = lost("gone!");
	const whyNot = (reason: unknown): string => {
		asked.push(reason);
		return "the data can be read only once";
	};
	const { outcome, trace } = await play([error], { retry: true, whyNot });
	expect(outcome).toMatchObject({ message: "gone! It was not tried again: the data can be read only once." });
	expect(asked).toEqual([error]);
	expect(trace).toEqual([]);
	expect((await play([lost()], { retry: true, whyNot: () => undefined })).outcome).toBe("done");
});

test.each(["signal", "closing"] as const)("the wait between two attempts ends with %s", async (which) => {
	const clock = new VirtualClock();
	const settings = { clock } as unknown as Settings;
	const stop = new AbortController();
	const call: Call = { retry: true, ...(which === "signal" && { signal: stop.signal }) };
	let attempts = 0;
	const once = async (): Promise<never> => {
		attempts += 1;
		throw lost();
	};
	const running = withRetries(settings, call, once, which === "closing" ? stop.signal : undefined).catch((error) => error);
	await clock.settle();
	expect(clock.pending).toBe(1);
	stop.abort("enough");
	expect(await running).toMatchObject({ name: "FTPAbortError", cause: "enough" });
	expect(attempts).toBe(1);
	expect(clock.pending).toBe(0);
});

test("what was stopped before the wait does not wait", async () => {
	const { outcome, clock } = await play([lost()], { retry: true, signal: AbortSignal.abort("no") });
	expect(outcome).toMatchObject({ name: "FTPAbortError", cause: "no" });
	expect(clock.now()).toBe(new VirtualClock().now());
});

test("a call's own wish counts before the client's", () => {
	const retry = planOf({ attempts: 3 });
	expect(retryOf({ retry }, {})).toBe(retry);
	expect(retryOf({ retry }, { retry: false })).toBeUndefined();
	expect(retryOf({ retry }, { retry: { attempts: 9 } })).toMatchObject({ attempts: 9 });
	expect(retryOf({}, { retry: true })).toMatchObject({ attempts: 5 });
	expect(() => retryOf({}, { retry: 3 as never })).toThrow(FTPUsageError);
});
