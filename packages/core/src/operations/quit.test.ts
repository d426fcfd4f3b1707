import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { quit } from "./quit.ts";

test("QUIT, 221, closed", () => {
	const { orders, outcome, session } = play(quit(), ["< 221 bye"]);
	expect(orders).toEqual(["> QUIT", "! close control"]);
	expect(outcome?.ok).toBe(true);
	expect(session.phase).toBe("closed");
});

test("a server that just hangs up", () => {
	const { orders, session } = play(quit(), ["! ended control"]);
	expect(orders).toEqual(["> QUIT", "! close control"]);
	expect(session.phase).toBe("closed");
});
