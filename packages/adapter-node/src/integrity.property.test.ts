import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "@isoftp/core";
import { MemoryServer } from "@isoftp/core/testing";
import fc from "fast-check";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { nodeDialer } from "./dialer.ts";
import { FTPClient } from "./index.ts";
import { certificates, closeAll, kept, never, target, tcpServer, tlsServer } from "./test-support/sockets.ts";
import { listen } from "./testing/index.ts";

afterEach(closeAll);

/** More of them are run by hand. */
const numRuns = Number(process.env.INTEGRITY_RUNS ?? 12);

/** Bytes that are nowhere the same, as far as a test can reach. */
const all = randomBytes(3_000_000);

/** Now, in the next round of the event loop, or so many milliseconds later. */
const pause = fc.constantFrom("none", "none", "none", "round", 1, 4);
/** From single bytes to more than any buffer takes. */
const piece = fc.oneof(
	fc.integer({ min: 1, max: 300 }),
	fc.integer({ min: 1, max: 20_000 }),
	fc.integer({ min: 1, max: 900_000 }),
);
const size = fc.oneof(fc.constantFrom(0, 1, 262_144, 524_288), fc.integer({ min: 0, max: all.length }));
/** What is done again and again, in turn. */
const rhythm = fc.array(fc.record({ piece, pause, keep: fc.boolean() }), { minLength: 1, maxLength: 12 });

type Rhythm = typeof rhythm extends fc.Arbitrary<infer T> ? T : never;

/** At most so many pieces, or a file of single bytes would take for ever. */
const MOST_PIECES = 400;

/** The steps of a rhythm, the last ones with all that is left. */
function* steps(turns: Rhythm, length: number): Generator<{ from: number; to: number; keep: boolean; pause: string | number }> {
	for (let from = 0, count = 0; from < length; count++) {
		const { piece, ...step } = turns[count % turns.length] ?? { piece: 1, pause: "none", keep: false };
		const to = count < MOST_PIECES ? Math.min(length, from + piece) : length;
		yield { ...step, from, to };
		from = to;
	}
}

async function rest(pause: string | number): Promise<void> {
	if (typeof pause === "number") await sleep(pause);
	else if (pause === "round") await new Promise((resolve) => setImmediate(resolve));
}

function expectSame(one: Uint8Array, other: Uint8Array, what = ""): void {
	expect(one.length, what).toBe(other.length);
	expect(Buffer.compare(one, other), what).toBe(0);
}

/** Reads to the end. What was read is looked at only when it was held for a while, and what was kept only when all is over. */
async function readIn(connection: Connection, turns: Rhythm): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for (let count = 0; ; count++) {
		const bytes = await connection.read();
		if (!bytes) return Buffer.concat(parts);
		const { keep, pause } = turns[count % turns.length] ?? { keep: false, pause: "none" };
		const own = keep ? connection.keep?.() : undefined;
		if (count < MOST_PIECES) await rest(pause);
		parts.push(own ?? new Uint8Array(bytes));
	}
}

const modes = ["plain", "TLSv1.2", "TLSv1.3"] as const;

test.each(modes)(
	"%s: whatever the server's rhythm and the reader's, what is read, held and kept is what was sent",
	async (mode) => {
		let serve = (_socket: Socket): void => {};
		const taking = (socket: Socket): void => serve(socket);
		const tls = mode === "plain" ? undefined : { ...certificates.server, maxVersion: mode };
		const port = await (tls ? tlsServer(taking, tls) : tcpServer(taking, "localhost"));
		const dialer = nodeDialer({ tls: { ca: certificates.ca } });
		await fc.assert(
			fc.asyncProperty(size, rhythm, rhythm, async (length, sending, reading) => {
				serve = async (socket) => {
					for (const { from, to, pause } of steps(sending, length)) {
						socket.write(all.subarray(from, to));
						await rest(pause);
					}
					socket.end();
				};
				const connection = await kept(dialer.dial(target(port, { tls: tls ? "now" : "never" }), never));
				expectSame(await readIn(connection, reading), all.subarray(0, length));
				connection.close();
			}),
			{ numRuns },
		);
	},
	120_000,
);

/** The same data in each of the ways in which a client sends it. */
function forms(turns: Rhythm, length: number, path: string): Record<string, (client: FTPClient) => Promise<unknown>> {
	const data = all.subarray(0, length);
	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (const { from, to, pause, keep } of steps(turns, length)) {
			// Memory that is used again when the next one is wanted.
			const chunk = new Uint8Array(data.subarray(from, to));
			yield chunk;
			await rest(pause);
			if (keep) chunk.fill(0);
		}
	}
	return {
		bytes: (client) => client.upload("f", data),
		Blob: (client) => client.upload("f", new Blob([data])),
		iterable: (client) => client.upload("f", chunks()),
		stream: (client) => client.upload("f", ReadableStream.from(chunks())),
		uploadStream: async (client) => {
			const writer = (await client.uploadStream("f")).getWriter();
			for await (const chunk of chunks()) await writer.write(chunk);
			await writer.close();
		},
		file: async (client) => {
			writeFileSync(path, data);
			await client.uploadFrom(path, "f");
		},
	};
}

/** The ways in which a client receives a file. */
function places(turns: Rhythm, path: string): Record<string, (client: FTPClient) => Promise<Uint8Array>> {
	const parts: Uint8Array[] = [];
	let count = 0;
	const turn = (): Rhythm[number] | undefined => (count < MOST_PIECES ? turns[count++ % turns.length] : undefined);
	return {
		bytes: (client) => client.download("f"),
		stream: async (client) => {
			for await (const chunk of await client.downloadStream("f")) {
				await rest(turn()?.pause ?? "none");
				parts.push(chunk);
			}
			return Buffer.concat(parts.splice(0));
		},
		BYOB: async (client) => {
			const reader = (await client.downloadStream("f")).getReader({ mode: "byob" });
			for (;;) {
				const { piece = 300_000, pause = "none" } = turn() ?? {};
				const { done, value } = await reader.read(new Uint8Array(piece));
				if (done) return Buffer.concat(parts.splice(0));
				parts.push(value);
				await rest(pause);
			}
		},
		sink: async (client) => {
			const write = async (bytes: Uint8Array, keep: () => Uint8Array): Promise<void> => {
				const step = turn();
				const own = step?.keep ? keep() : undefined;
				await rest(step?.pause ?? "none");
				parts.push(own ?? new Uint8Array(bytes));
			};
			await client.downloadTo({ write }, "f");
			return Buffer.concat(parts.splice(0));
		},
		file: async (client) => {
			await client.downloadTo(path, "f");
			return readFileSync(path);
		},
	};
}

test.each(["plain", "TLS"] as const)(
	"%s: files of any size go up and come down as they are, in all ways",
	async (mode) => {
		const folder = mkdtempSync(join(tmpdir(), "isoftp-integrity-"));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const server = new MemoryServer();
		const { port, close } = await listen(server, { host: "localhost", tls: certificates.server });
		onTestFinished(close);
		const client = new FTPClient("localhost", { port, secure: mode === "TLS", tls: { ca: certificates.ca } });
		onTestFinished(() => client.close());
		await client.connect();
		await fc.assert(
			fc.asyncProperty(size, rhythm, async (length, turns) => {
				const data = all.subarray(0, length);
				for (const [name, send] of Object.entries(forms(turns, length, join(folder, "up")))) {
					await send(client);
					expectSame(server.files.read("/f"), data, `${name} up`);
					server.files.write("/f", "");
				}
				server.files.write("/f", data);
				for (const [name, receive] of Object.entries(places(turns, join(folder, "down")))) {
					expectSame(await receive(client), data, `${name} down`);
				}
			}),
			{ numRuns: Math.ceil(numRuns / 3) },
		);
	},
	120_000,
);
