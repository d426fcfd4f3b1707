import { expect, test } from "vitest";
import { testOptions } from "../testing/transcript.ts";
import { Ahead } from "./ahead.ts";
import { AHEAD_LIFETIME } from "./deadlines.ts";
import { type Operation, perform } from "./operation.ts";
import { Script } from "./script.ts";

function* prepares(): Operation<string> {
	yield* perform({ type: "close", channel: "data1" });
	return "prepared";
}

function script(): Script {
	return new Script(prepares(), () => undefined);
}

test("what was prepared is of use for so long, and not longer", () => {
	const ahead = new Ahead();
	const begun = script();
	ahead.begin(begun);
	begun.resume(undefined);
	ahead.prepared(5000);
	expect(begun.outcome).toEqual({ ok: true, value: "prepared" });
	expect([ahead.isStale(5000), ahead.isStale(5000 + AHEAD_LIFETIME), ahead.isStale(5001 + AHEAD_LIFETIME)]).toEqual([
		false,
		false,
		true,
	]);
});

test("what is still being prepared is not given up", () => {
	const ahead = new Ahead();
	ahead.begin(script());
	expect(ahead.isStale(2 * AHEAD_LIFETIME)).toBe(false);
	expect(new Ahead().isStale(2 * AHEAD_LIFETIME)).toBe(false);
});

test("it is handed over once", () => {
	const ahead = new Ahead();
	const begun = script();
	ahead.begin(begun);
	expect([ahead.take(), ahead.take(), ahead.script]).toEqual([begun, undefined, undefined]);
});

test.each(["RNFR", "REST"])("nothing comes between %s and the command behind it", (verb) => {
	const ahead = new Ahead();
	const mayBegin = (name: string): boolean => {
		ahead.said({ verb: name, shown: name, bytes: new Uint8Array() });
		return ahead.mayBegin(testOptions);
	};
	expect(new Ahead().mayBegin(testOptions)).toBe(true);
	expect([mayBegin("RETR"), mayBegin(verb), mayBegin("RNTO")]).toEqual([true, false, true]);
});
