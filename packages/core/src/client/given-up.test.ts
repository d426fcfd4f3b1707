import { expect, test } from "vitest";
import type { FTPClient } from "./client.ts";
import type { FTPClientOptions } from "./options.ts";
import { fixture, pattern } from "./test-fixture.ts";

const bytes = pattern(20_000);
const text = new TextEncoder().encode("a line\r\n".repeat(300));

const calls: Record<string, (client: FTPClient, signal: AbortSignal) => Promise<unknown>> = {
	"text mode": (client, signal) => client.download("text", { type: "ascii", signal }),
	"a part of a file": (client, signal) => client.download("file", { offset: 100, length: 50, signal }),
	"an upload": (client, signal) => client.upload("new", bytes, { signal }),
	"a listing": (client, signal) => client.list("", { signal }),
};

const sessions: [string, FTPClientOptions][] = [
	["active", { active: true }],
	["active, over TLS", { active: true, secure: true }],
	["compressed, over TLS", { compression: true, secure: true }],
	["active and compressed, one command at a time", { active: true, compression: true, pipelining: "off" }],
];

/** Gives a call up when so much has happened; true if there was so much. The fixture then looks for what was left open. */
async function givenUpAt(moment: number, client: FTPClientOptions, call: string): Promise<boolean> {
	const stop = new AbortController();
	let events = Number.NEGATIVE_INFINITY;
	const onTrace = (): void => {
		events += 1;
		if (events === moment) stop.abort();
	};
	const set = await fixture({ client: { ...client, onTrace } });
	set.server.files.write("/file", bytes);
	set.server.files.write("/text", text);
	events = 0;
	const over = calls[call]?.(set.client, stop.signal).catch((error: unknown) =>
		expect(error).toMatchObject({ name: "FTPAbortError" }),
	);
	const after = Promise.all([
		set.client.download("file"),
		set.client.download("text", { type: "ascii" }),
		set.client.download("file", { offset: 7 }),
	]);
	// The server is given a moment to end what was given up.
	for (let second = 0; second < 5; second++) await set.clock.advance(1_000);
	await over;
	expect((await after).map(({ length }) => length)).toEqual([20_000, 300 * "a line\n".length, 20_000 - 7]);
	return stop.signal.aborted;
}

test.each(sessions.flatMap(([name, options]) => Object.keys(calls).map((call) => [name, call, options] as const)))(
	"%s: %s is given up at any moment, and the next calls get what is theirs",
	async (_, call, options) => {
		let moment = 1;
		while (moment < 16 && (await givenUpAt(moment, options, call))) moment += 1;
		expect(moment).toBeGreaterThan(8);
	},
	60_000,
);
