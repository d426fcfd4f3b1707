import { expect, test } from "vitest";
import { type Patience, timeoutCodes } from "./deadlines.ts";
import { next, type Operation, perform } from "./operation.ts";
import { Script } from "./script.ts";

const timeouts = { connect: 1000, reply: 2000, stall: 3000, total: 9000 };

/** A script that waits in this way, from the moment 100 on. */
function waiting(patience: Patience, setup: { held?: boolean; contended?: boolean; cause?: unknown } = {}): Script {
	function* waits(): Operation<void> {
		yield* next("the bus", patience, setup.cause);
	}
	const script = new Script(waits(), () => undefined);
	script.resume(undefined);
	script.heldByCaller = setup.held === true;
	script.setDeadline(100, timeouts, setup.contended === true);
	return script;
}

test("before it begins it waits for that, however long", () => {
	function* nothing(): Operation<void> {}
	const script = new Script(nothing(), () => undefined);
	expect(script.wait).toEqual({ type: "wait", waitingFor: "its beginning", patience: "ahead" });
	script.setDeadline(0, timeouts, true);
	expect([script.deadline, script.timeout(1e9, timeouts)]).toEqual([undefined, undefined]);
});

test.each([
	["connect", 1100],
	["reply", 2100],
	["stall", 3100],
	["ahead", undefined],
] as const)("%s has its own time, which ends at %s", (patience, end) => {
	const script = waiting(patience);
	expect(script.deadline).toBe(end);
	if (end === undefined) return expect(script.timeout(1e9, timeouts)).toBeUndefined();
	expect(script.timeout(end - 1, timeouts)).toBeUndefined();
	expect(script.timeout(end, timeouts)).toMatchObject({ code: timeoutCodes[patience], waitingFor: "the bus" });
	return expect(script.timeout(end, timeouts)?.message).toContain(`${end - 100} ms`);
});

test("a caller who holds a stream has all the time, until somebody waits behind him", () => {
	expect(waiting("stall", { held: true }).deadline).toBeUndefined();
	const contended = waiting("stall", { held: true, contended: true });
	expect(contended.deadline).toBe(3100);
	expect(contended.timeout(3100, timeouts)?.waitingFor).toBe("the caller to go on with the stream, while others wait");
	expect(waiting("stall", { contended: true }).timeout(3100, timeouts)?.waitingFor).toBe("the bus");
});

test("a server that owes a reply has its time, whoever holds the stream", () => {
	const script = waiting("reply", { held: true });
	expect(script.deadline).toBe(2100);
	expect(script.timeout(2100, timeouts)?.waitingFor).toBe("the bus");
});

test("what has gone wrong already is the cause of a timeout", () => {
	const cause = new Error("earlier");
	expect(waiting("reply", { cause }).timeout(2100, timeouts)?.cause).toBe(cause);
	expect("cause" in (waiting("reply").timeout(2100, timeouts) ?? {})).toBe(false);
});

test("the time of the whole ends it once, and says where it was", () => {
	const script = waiting("reply");
	script.totalDeadline = 500;
	expect(script.timeout(499, timeouts)).toBeUndefined();
	const error = script.timeout(500, timeouts);
	expect(error).toMatchObject({ code: "TOTAL_TIMEOUT", waitingFor: "the whole operation, at the bus" });
	expect(error?.message).toContain("9000 ms");
	expect(script.timeout(500, timeouts)).toBeUndefined();
});

test("what does not wait has no time to keep", () => {
	const script = waiting("reply");
	script.totalDeadline = 500;
	script.resume(undefined);
	expect(script).toMatchObject({ wait: undefined, deadline: undefined, outcome: { ok: true } });
	expect(script.timeout(1e9, timeouts)).toBeUndefined();
	script.setDeadline(0, timeouts, false);
	expect(script.deadline).toBeUndefined();
});

test("what is cancelled lets go of what it holds, and does not wait any more", () => {
	let isClosed = false;
	function* holds(): Operation<void> {
		try {
			yield* next("the bus", "reply");
		} finally {
			isClosed = true;
		}
	}
	const script = new Script(holds(), () => undefined);
	script.resume(undefined);
	script.cancel();
	expect([isClosed, script.wait, script.outcome]).toEqual([true, undefined, undefined]);
});

test("an order that cannot be carried out is thrown where it was given", () => {
	function* orders(): Operation<string> {
		try {
			yield* perform({ type: "close", channel: "data1" });
			return "carried out";
		} catch (error) {
			return String(error);
		}
	}
	const script = new Script(orders(), () => {
		throw new TypeError("not here");
	});
	script.resume(undefined);
	expect(script.outcome).toEqual({ ok: true, value: "TypeError: not here" });
});

test("a failure is thrown where it waits", () => {
	const script = waiting("reply");
	const error = new Error("lost");
	script.resume(undefined, { error });
	expect(script).toMatchObject({ wait: undefined, deadline: undefined });
	expect(script.outcome).toEqual({ ok: false, error });
});
