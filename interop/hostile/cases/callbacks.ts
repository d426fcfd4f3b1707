import type { FTPClient } from "@isoftp/core";
import { equal, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const mine = new Error("mine");
const fail = (): never => {
	throw mine;
};
const failLater = async (): Promise<never> => fail();

/** What fails, and the call that has it. */
type Failing = readonly [what: string, call: (client: FTPClient) => Promise<unknown>];

const failing: readonly Failing[] = [
	["onProgress of a download", (client) => client.download("f", { onProgress: fail })],
	["onProgress of a download, later", (client) => client.download("f", { onProgress: failLater as () => void })],
	["onProgress of an upload", (client) => client.upload("u", "data", { onProgress: fail })],
	["onProgress of an upload, later", (client) => client.upload("u", "data", { onProgress: failLater as () => void })],
	["a sink", (client) => client.downloadTo({ write: fail }, "f")],
	["a sink, later", (client) => client.downloadTo({ write: failLater }, "f")],
	["a source", (client) => client.uploadFrom({ read: fail, rewind: () => true, cancel: fail }, "u")],
	["a source, later", (client) => client.uploadFrom({ read: failLater, rewind: () => true, cancel: () => undefined }, "u")],
	["a source that cannot go back", (client) => client.uploadFrom({ read: failLater, rewind: fail, cancel: failLater }, "u")],
	["an iterable", (client) => client.upload("u", brokenIterable())],
	["a stream", (client) => client.upload("u", new ReadableStream({ pull: fail }))],
	["a stream, after some bytes", (client) => client.upload("u", brokenStream())],
];

async function* brokenIterable(): AsyncGenerator<string> {
	yield "some bytes";
	fail();
}

function brokenStream(): ReadableStream<Uint8Array> {
	let pulls = 0;
	return new ReadableStream({
		pull(controller) {
			if (pulls++ > 0) fail();
			controller.enqueue(new Uint8Array(1000));
		},
	});
}

const line = "-rw-r--r-- 1 a b 5 Jan  1  2024";

export const callbackCases: readonly Case[] = [
	{
		number: 81,
		title: "whatever the caller's own code throws in a transfer ends that call, and the session goes on",
		server: (visit) => visit.serve({ files: { f: "hello" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const [what, call] of failing) {
				const error = await rejects(() => call(client), { name: "FTPAbortError" }, what);
				equal((error.cause as Error).message, "mine", `the reason: ${what}`);
				equal(await client.pwd(), "/", `the session after ${what}`);
			}
			equal(new TextDecoder().decode(await client.download("f")), "hello", "the file");
		},
	},
	{
		number: 81,
		title: "what onTrace throws changes nothing, at once or later",
		server: (visit) => visit.serve({ files: { f: "hello" } }),
		async client({ newClient }) {
			for (const onTrace of [fail, failLater as () => void]) {
				const client = newClient({ onTrace });
				await client.connect();
				equal(new TextDecoder().decode(await client.download("f")), "hello", "the file");
				await client.close();
			}
		},
	},
	{
		number: 81,
		title: "an allowConnect that throws means no, and what onChallenge throws ends the login",
		server: (visit) => visit.serve({ files: { f: "hello" } }),
		async client({ newClient }) {
			const no = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };
			for (const allowConnect of [fail, failLater]) {
				const error = await rejects(() => newClient({ allowConnect }).connect(), no, "control");
				equal((error.cause as Error).message, "mine", "the reason");
				const client = newClient({ allowConnect: (_host, _port, purpose) => purpose === "control" || allowConnect() });
				await client.connect();
				await rejects(() => client.download("f"), no, "data");
				equal(await client.pwd(), "/", "the session");
			}
			for (const onChallenge of [fail, failLater]) {
				const error = await rejects(
					() => newClient({ pass: undefined, onChallenge }).connect(),
					{ name: "FTPAbortError" },
					"login",
				);
				equal((error.cause as Error).message, "mine", "the reason");
			}
		},
		after({ dataConnections, commands }) {
			equal(dataConnections, 0, "data connections");
			equal(commands.filter((each) => each.startsWith("PASS")).length, 2, "passwords");
		},
	},
	{
		number: 81,
		title: "a loop over entries that is left by a throw, a stream that is cancelled and a dialect that throws keep the session",
		server: (visit) => visit.serve({ files: { f: "x".repeat(500_000) }, features: [], listing: `${line} x\r\n${line} y` }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			let thrown: unknown;
			try {
				for await (const _ of client.listStream()) fail();
			} catch (error) {
				thrown = error;
			}
			equal(thrown, mine, "what the loop threw");
			await (await client.downloadStream("f")).cancel(mine);
			const writer = (await client.uploadStream("u")).getWriter();
			await writer.write(new Uint8Array(1000));
			await writer.abort(mine);
			await writer.closed.catch(() => undefined);
			equal(await client.pwd(), "/", "the session");
			for (const at of ["x", "y"]) {
				const picky = newClient({ listingDialects: [(text) => (text.endsWith(at) ? fail() : "nothing")] });
				await picky.connect();
				for (const call of [() => picky.list(), () => picky.listStream().next()]) {
					const error = await rejects(call, { name: "FTPAbortError" }, `a dialect at ${at}`);
					equal((error.cause as Error).message, "mine", "the reason");
					equal(await picky.pwd(), "/", "the session");
				}
			}
		},
	},
];
