import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPError } from "../errors/index.ts";
import { runs, timeFor } from "../property-runs.ts";
import type { Answer } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { FTPPool } from "./pool.ts";
import { closeAll, type Fixture, fixture, pattern } from "./test-fixture.ts";

/** What may happen to a pool, in any order. */
const step = fc.oneof(
	fc.record({
		type: fc.constantFrom("download", "upload", "list", "stream", "refused", "move", "back"),
		stopAfter: fc.nat({ max: 3 }),
	}),
	fc.record({
		type: fc.constantFrom("lose a session", "grant fewer", "grant more", "wait", "wait long", "reconnect", "close and wait"),
		stopAfter: fc.constant(0),
	}),
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

/** Grants so many logins at a time, and remembers whether there ever were more. */
class Door {
	granted = 3;
	readonly #members = new Set<ServerSession>();

	readonly onCommand = (verb: string, _: string, session: ServerSession): Answer => {
		if (verb === "QUIT") this.#members.delete(session);
		if (verb !== "PASS") return undefined;
		if (this.#members.size >= this.granted) return ["530 Too many users"];
		this.#members.add(session);
		return undefined;
	};

	leave(session: ServerSession): void {
		this.#members.delete(session);
		session.connection.close();
	}

	/** Somebody who is inside, the last to come. */
	get last(): ServerSession | undefined {
		return [...this.#members].at(-1);
	}
}

/** Takes the steps, and gives the outcome of every call. */
async function play({ clock }: Fixture, door: Door, pool: FTPPool, steps: readonly Step[]): Promise<Promise<unknown>[]> {
	const outcomes: Promise<unknown>[] = [];
	for (const [index, { type, stopAfter }] of steps.entries()) {
		if (type === "wait") await clock.settle();
		else if (type === "wait long") await clock.advance(100_000);
		else if (type === "lose a session") {
			if (door.last) door.leave(door.last);
		} else if (type === "grant fewer" || type === "grant more")
			door.granted = Math.min(3, Math.max(1, door.granted + (type === "grant more" ? 1 : -1)));
		else if (type === "reconnect" || type === "close and wait") {
			void pool.close({ wait: type === "close and wait" });
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

/** More than the buffers on its way hold. */
const content = pattern(150_000);
const retries = fc.constantFrom(false, { attempts: 3, backoff: 500 });

test("whatever happens, every call ends, with a value or an error of ours, and the pool goes on", {
	timeout: timeFor(120_000),
}, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), retries, async (steps, size, retry) => {
			const door = new Door();
			const all = await fixture({ connect: false, server: { onCommand: door.onCommand } });
			const { clock, server } = all;
			server.files.mkdir("/below");
			server.files.write("/file", content);
			const pool = all.pool({ size, retry });
			const connected = pool.connect().catch((error: unknown) => error);
			const outcomes = await play(all, door, pool, steps);
			for (const outcome of await clock.until(Promise.all([connected, ...outcomes]))) {
				if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FTPError);
			}
			await clock.until(pool.close());
			// With those of whom the server has not noticed that they are gone.
			for (let member = door.last; member; member = door.last) door.leave(member);
			door.granted = 3;
			await clock.settle();
			await clock.until(pool.connect());
			expect((await clock.until(pool.download("/file"))).length).toBe(content.length);
			expect(pool.sessions.busy).toBe(0);
			await closeAll();
		}),
		{ numRuns: runs(100) },
	);
});

/** How often each file is to lose its session before it arrives, and how many sessions are granted from then on. */
const file = fc.record({ losses: fc.nat({ max: 2 }), granted: fc.integer({ min: 1, max: 4 }) });

test("with retry every file arrives, asked for as often as it was lost and once more, and one session begins them in order", {
	timeout: timeFor(120_000),
}, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 6 }), async (files, size) => {
			const door = new Door();
			const asked: string[] = [];
			const left = files.map(({ losses }) => losses);
			const all = await fixture({
				connect: false,
				server: {
					onCommand(verb, args, session) {
						if (verb !== "RETR") return door.onCommand(verb, args, session);
						const index = Number(args);
						asked.push(args);
						door.granted = files[index]?.granted ?? 1;
						if ((left[index] ?? 0) === 0) return undefined;
						left[index] = (left[index] ?? 0) - 1;
						door.leave(session);
						return [];
					},
				},
			});
			const names = files.map((_, index) => `${index}`);
			for (const name of names) all.server.files.write(`/${name}`, name);
			const pool = all.pool({ size, pipelining: "off", retry: { attempts: 20, backoff: 200 } });
			await all.clock.until(pool.connect());
			const contents = await all.clock.until(Promise.all(names.map((name) => pool.download(name))));
			expect(contents.map((bytes) => new TextDecoder().decode(bytes))).toEqual(names);
			expect(pool.sessions.open).toBeLessThanOrEqual(size);
			if (size === 1) expect([...new Set(asked)]).toEqual(names);
			// Each as often as it was lost, and once more.
			for (const [index, { losses }] of files.entries()) {
				expect(asked.filter((name) => name === `${index}`).length).toBe(losses + 1);
			}
			await closeAll();
		}),
		{ numRuns: runs(40) },
	);
});
