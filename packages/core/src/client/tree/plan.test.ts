import { expect, test } from "vitest";
import { shown, trees } from "./plan-fixture.ts";

test.each(["down", "up"] as const)("what is missing is copied, directories before what is in them: %s", async (direction) => {
	const content = { a: "1", "b/c": "2", "b/d/e": "3", f: undefined };
	const made = direction === "down" ? await trees(content, {}) : await trees({}, content);
	const actions = await made.plan(direction);
	expect(actions.map(shown)).toEqual([
		"copy a missing",
		"makeDirectory b",
		"copy b/c missing",
		"makeDirectory b/d",
		"copy b/d/e missing",
		"makeDirectory f",
	]);
	expect(actions[0]).toMatchObject({ entry: { path: "a", type: "file", size: 1 } });
	await made.carryOut(direction, actions);
	expect((await made.plan(direction)).map(shown)).toEqual(["skip a same", "skip b/c same", "skip b/d/e same"]);
});
