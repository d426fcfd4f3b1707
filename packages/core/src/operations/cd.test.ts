import { expect, test } from "vitest";
import type { Operation } from "../protocol/operation.ts";
import { play } from "../testing/transcript.ts";
import { cd, cdup, retrace } from "./cd.ts";

function* walk(...steps: (string | undefined)[]): Operation<void> {
	for (const step of steps) yield* step === undefined ? cdup() : cd(step);
}

const ok = (count: number): string[] => Array.from({ length: count }, () => "< 250 ok");

test("CWD and CDUP, any 2yz will do", () => {
	const { orders, outcome } = play(walk("a b", undefined), ["< 200 ok", "< 250 ok"]);
	expect(orders).toEqual(["> CWD a b", "> CDUP"]);
	expect(outcome?.ok).toBe(true);
	expect(play(cd("x"), ["< 550 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});

test("the way is remembered, and can be gone again", () => {
	const { session } = play(walk("ignored", "/a", "b", undefined, "c"), ok(5));
	expect(session.facts.trail).toEqual(["/a", "b", undefined, "c"]);
	expect(play(retrace(session.facts.trail), ok(4)).orders).toEqual(["> CWD /a", "> CWD b", "> CDUP", "> CWD c"]);
	expect(play(cd("x"), ["< 550 no"]).session.facts.trail).toEqual([]);
});

test("a way that is too long is forgotten, until an absolute path", () => {
	const steps = Array.from({ length: 101 }, () => "x");
	expect(play(walk(...steps), ok(101)).session.facts.trail).toBeUndefined();
	expect(play(walk(...steps, "y"), ok(102)).session.facts.trail).toBeUndefined();
	expect(play(walk(...steps, "/z"), ok(102)).session.facts.trail).toEqual(["/z"]);
});
