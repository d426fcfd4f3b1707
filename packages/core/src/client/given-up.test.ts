import { expect, test } from "vitest";
import type { FTPClient } from "./client.ts";
import type { FTPClientOptions } from "./options.ts";
import { fixture, pattern, readAll } from "./test-fixture.ts";

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
	["active, one command at a time", { active: true, pipelining: "off" }],
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

/** The same in MODE Z, with a server that sends its files as they are: what is in them is the compressed form. */
async function compressedGivenUpAt(moment: number, client: FTPClientOptions, isUpload: boolean): Promise<boolean> {
	const stop = new AbortController();
	let events = Number.NEGATIVE_INFINITY;
	const onTrace = (): void => {
		events += 1;
		if (events === moment) stop.abort();
	};
	const set = await fixture({
		client: { ...client, compression: true, onTrace },
		server: {
			features: (lines) => [...lines, " MODE Z"],
			onCommand: (command) => (command === "MODE" ? ["200 MODE Z"] : undefined),
		},
	});
	set.server.files.write(
		"/file",
		await readAll(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("deflate"))),
	);
	events = 0;
	const { signal } = stop;
	const over = isUpload ? set.client.upload("new", bytes, { signal }) : set.client.download("file", { signal });
	const given = over.catch((error: unknown) => expect(error).toMatchObject({ name: "FTPAbortError" }));
	const after = Promise.all([
		set.client.download("file"),
		set.client.download("file", { length: 9 }),
		set.client.download("file"),
	]);
	for (let second = 0; second < 5; second++) await set.clock.advance(1_000);
	await given;
	expect(await after).toEqual([bytes, bytes.subarray(0, 9), bytes]);
	// Nobody knows whether one that was given up was granted, so it is asked again.
	expect(["MODE Z", "MODE Z,MODE Z"]).toContain(
		set
			.sent()
			.filter((line) => line.startsWith("MODE"))
			.join(),
	);
	return signal.aborted;
}

test.each<[string, FTPClientOptions]>([
	["in the clear", {}],
	["over TLS", { secure: true }],
	["active", { active: true }],
])(
	"compressed, %s",
	async (_, options) => {
		for (const isUpload of [false, true]) {
			let moment = 1;
			while (moment < 16 && (await compressedGivenUpAt(moment, options, isUpload))) moment += 1;
			expect(moment).toBeGreaterThan(8);
		}
	},
	60_000,
);
