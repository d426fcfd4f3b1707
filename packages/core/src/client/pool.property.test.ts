import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPError } from "../errors/index.ts";
import { runs, timeFor } from "../property-runs.ts";
import type { FTPPool } from "./pool.ts";
import { closeAll, type Fixture, fixture, pattern } from "./test-fixture.ts";

/** What may happen to a pool, in any order. */
const step = fc.oneof(
	fc.record({
		type: fc.constantFrom("download", "upload", "list", "stream", "refused", "move", "back"),
		stopAfter: fc.nat({ max: 3 }),
	}),
	fc.record({ type: fc.constantFrom("lose a session", "wait", "wait long", "reconnect"), stopAfter: fc.constant(0) }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function call(pool: FTPPool, type: string, index: number, signal: AbortSignal): Promise<unknown> {
	switch (type) {
		case "download":
			return pool.download("/file", { signal });
		case "upload":
			return pool.upload(`/up${index}`, pattern(5_000), { signal });
		case "list":
			return pool.list("", { signal });
		case "stream":
			// It is dropped, as callers do.
			return pool.downloadStream("/file", { signal });
		case "refused":
			return pool.size("/nowhere", { signal });
		case "move":
			return pool.cd("below", { signal });
		default:
			return pool.cdup({ signal });
	}
}

/** Takes the steps, and gives the outcome of every call. */
async function play({ clock, server }: Fixture, pool: FTPPool, steps: readonly Step[]): Promise<Promise<unknown>[]> {
	const outcomes: Promise<unknown>[] = [];
	for (const [index, { type, stopAfter }] of steps.entries()) {
		if (type === "wait") await clock.settle();
		else if (type === "wait long") await clock.advance(100_000);
		else if (type === "lose a session") server.sessions.at(-1)?.connection.close();
		else if (type === "reconnect") {
			void pool.close();
			outcomes.push(pool.connect().catch((error: unknown) => error));
		} else {
			const stop = new AbortController();
			outcomes.push(call(pool, type, index, stop.signal).catch((error: unknown) => error));
			// Now, soon, a little later, or not at all.
			if (stopAfter === 0) stop.abort();
			else if (stopAfter === 1) void Promise.resolve().then(() => stop.abort());
			else if (stopAfter === 2) void clock.settle().then(() => stop.abort());
		}
	}
	return outcomes;
}

test("whatever happens, every call ends, with a value or an error of ours, and the pool goes on", {
	timeout: timeFor(120_000),
}, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), async (steps, size) => {
			const all = await fixture({ connect: false, server: { maxSessions: 3 } });
			const { clock, server } = all;
			server.files.mkdir("/below");
			server.files.write("/file", pattern(400_000));
			const pool = all.pool({ size });
			const connected = pool.connect().catch((error: unknown) => error);
			const outcomes = await play(all, pool, steps);
			for (const outcome of await clock.until(Promise.all([connected, ...outcomes]))) {
				if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FTPError);
			}
			await clock.until(pool.close());
			await clock.settle();
			await pool.connect();
			expect((await clock.until(pool.download("/file"))).length).toBe(400_000);
			await closeAll();
		}),
		{ numRuns: runs(150) },
	);
});
