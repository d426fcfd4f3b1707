import { describe, expect, it } from "vitest";
import { parsers, shapesOf } from "./parsers.ts";

describe.each(parsers)("%s", async (parser) => {
	const shapes = await shapesOf(parser);

	it.each(shapes)("stands $name", ({ prepare }) => {
		for (const bytes of [100, 1000, 10_000]) expect(prepare(bytes)()).toBeUndefined();
	});

	it("has a name for each shape", () => {
		expect(new Set(shapes.map(({ name }) => name)).size).toBe(shapes.length);
	});
});
