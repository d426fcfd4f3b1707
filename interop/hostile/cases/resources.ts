import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case, HostileOptions } from "../case.ts";
import type { Visit } from "../visit.ts";

const LOST = { name: "FTPNetworkError", code: "CONNECTION_LOST" };
const TOO_LONG = { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" };
const NOT_ALLOWED = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };
const BYTES = 100_000;

/** Sends a byte now and then, until the client has gone: sooner than any wait for the next one ends. */
async function dribble(visit: Visit, send: () => Promise<unknown>): Promise<void> {
	let hasGone = false;
	void visit.gone.then(() => {
		hasGone = true;
	});
	while (!hasGone) {
		await send();
		await visit.pause(50);
	}
}

/** Collects what a download brings, also where it fails. */
function collector(): { count: number; write(bytes: Uint8Array): undefined } {
	return {
		count: 0,
		write(bytes) {
			this.count += bytes.length;
		},
	};
}

export const resourceCases: readonly Case[] = [
	{
		number: 96,
		title: "hundreds of connections that come to nothing, one after the other, leave nothing behind",
		modes: ["plain"],
		async server(visit) {
			const turn = visit.number % 3;
			if (turn === 0) await visit.reply("421 Not now");
			if (turn === 1) await visit.say("no FTP\r\n");
			visit.end();
		},
		async client({ newClient }) {
			const client = newClient();
			for (let count = 0; count < 200; count++)
				await rejects(
					() => client.connect(),
					{ name: ["FTPReplyError", "FTPProtocolError", "FTPNetworkError"] },
					`the ${count}th`,
				);
			ok(client.closed, "nothing is open");
		},
		after(seen) {
			equal([seen.controlConnections, seen.commands.length], [200, 0], "connections and commands");
		},
	},
	{
		number: 97,
		title: "a download that comes byte by byte, each in time, ends when the whole has taken too long",
		async server(visit) {
			await visit.serve({
				on: {
					async RETR() {
						await visit.reply("150 Slowly");
						const data = await visit.data();
						await Promise.race([dribble(visit, () => data.send("x")), data.gone]);
						return "426 Enough";
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient({ timeouts: { stall: 300, total: 1_000 } });
			await client.connect();
			const got = collector();
			const error = await rejects(() => client.downloadTo(got, "a"), TOO_LONG, "the download");
			ok(error.message.includes("more bytes on data"), error.message);
			ok(got.count > 0, "bytes had come");
		},
	},
	{
		number: 97,
		title: "a reply that comes byte by byte has the time of any reply, and the whole ends in time as well",
		async server(visit) {
			await visit.serve({
				on: {
					async PWD() {
						await visit.say("257-");
						await dribble(visit, () => visit.say("x"));
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			for (const [timeouts, code] of [
				[{ reply: 300 }, "REPLY_TIMEOUT"],
				[{ total: 700 }, "TOTAL_TIMEOUT"],
			] as const) {
				const client = newClient({ timeouts: { total: 20_000, ...timeouts } });
				await client.connect();
				await rejects(() => client.pwd(), { name: "FTPTimeoutError", code }, code);
			}
		},
	},
	{
		number: 98,
		title: "a server that takes the connection and never speaks is given up in time",
		async server(visit) {
			await visit.line();
		},
		async client({ newClient }) {
			const waits: readonly HostileOptions["timeouts"][] = [{ reply: 300 }, { total: 300 }];
			for (const timeouts of waits) {
				const error = await rejects(() => newClient({ timeouts }).connect(), { name: "FTPTimeoutError" }, "connect()");
				ok(error.message.includes("greeting"), error.message);
			}
		},
		after(seen) {
			equal([seen.controlConnections, seen.commands.length], [2, 0], "connections and commands");
		},
	},
	{
		number: 98,
		title: "a server that never begins with TLS is given up in time",
		modes: ["TLS"],
		async server(visit) {
			await visit.reply("220 Welcome");
			await visit.line();
			await visit.reply("234 Go on");
			await visit.gone;
		},
		async client({ newClient }) {
			// The older workerd does not tell when the handshake is done, and goes on to wait for the first reply through it.
			const timeouts = { connect: 500, reply: 500 };
			await rejects(() => newClient({ timeouts }).connect(), { name: "FTPTimeoutError" }, "connect()");
		},
	},
	{
		number: 99,
		title: "a server that ends the control connection behind its 226 has sent the file; the session is over with it",
		async server(visit) {
			await visit.serve({
				on: {
					async RETR() {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						await data.send(new Uint8Array(BYTES / 2));
						await visit.reply("226 Done");
						visit.end();
						await visit.pause(200);
						await data.send(new Uint8Array(BYTES / 2));
						await data.end();
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal((await client.download("a")).length, BYTES, "bytes");
			await rejects(() => client.pwd(), LOST, "the next call");
		},
		after(seen) {
			equal(seen.commands.at(-1), "RETR a", "the last command");
		},
	},
	{
		number: 99,
		title: "a server that ends the control connection without a 226 has its data taken, and the missing reply is the error",
		async server(visit) {
			await visit.serve({
				on: {
					async RETR() {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						await data.send(new Uint8Array(BYTES / 2));
						visit.end();
						await visit.pause(200);
						await data.send(new Uint8Array(BYTES / 2));
						await data.end();
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const got = collector();
			const error = await rejects(() => client.downloadTo(got, "a"), LOST, "the download");
			ok(error.message.includes("the final reply to RETR a"), error.message);
			equal(got.count, BYTES, "bytes");
			ok(client.closed, "the session is over");
		},
		after(seen) {
			equal(seen.commands.at(-1), "RETR a", "the last command");
		},
	},
	{
		number: 100,
		title: "a control connection that is reset ends a transfer, and that is the reason on both sides",
		async server(visit) {
			await visit.serve({
				on: {
					async RETR() {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						await data.send(new Uint8Array(BYTES));
						visit.reset();
						// Only who reads sees the other side's end.
						await data.received();
						return undefined;
					},
					async STOR() {
						await visit.reply("150 Send it");
						const data = await visit.data();
						visit.reset();
						// Only who reads sees the other side's end.
						await data.received();
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			// The older workerd tells a reset as an end, after which data that is on its way is waited for.
			const timeouts = { stall: 500 };
			const reading = newClient({ timeouts });
			await reading.connect();
			const reader = (await reading.downloadStream("a")).getReader();
			const readAll = async (): Promise<void> => {
				while (!(await reader.read()).done);
			};
			const first = await rejects(readAll, LOST, "the stream");
			equal(await rejects(() => reader.read(), LOST, "the stream once more"), first, "the reason");
			equal(await rejects(() => reading.pwd(), LOST, "the next call"), first, "the reason of the next call");
			const writing = newClient({ timeouts });
			await writing.connect();
			const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(BYTES)) });
			await rejects(() => writing.upload("b", endless), LOST, "the upload");
			ok(reading.closed && writing.closed, "both sessions are over");
		},
	},
	{
		number: 101,
		title: "what allowConnect does not allow is not dialled: neither control nor data, whatever it says or does instead of true",
		server: (visit) => visit.serve({ files: { "a.txt": "hello" } }),
		async client({ newClient }) {
			const answers: readonly (() => unknown)[] = [
				() => false,
				() => undefined,
				() => ({ allowed: false }),
				() => Promise.reject(new Error("no answer")),
				() => {
					throw new Error("no answer");
				},
			];
			for (const answer of answers) {
				const nowhere = newClient({ allowConnect: answer as () => boolean });
				await rejects(() => nowhere.connect(), NOT_ALLOWED, "connect()");
			}
			const silent = newClient({ allowConnect: () => new Promise(() => undefined), timeouts: { connect: 200 } });
			await rejects(() => silent.connect(), { name: "FTPTimeoutError", code: "CONNECT_TIMEOUT" }, "connect() without an answer");
			const client = newClient({ allowConnect: (_host, _port, purpose) => purpose === "control" });
			await client.connect();
			for (const call of [() => client.download("a.txt"), () => client.upload("b", "b"), () => client.list()])
				await rejects(call, NOT_ALLOWED, "a transfer");
			equal(await client.pwd(), "/", "the session goes on");
		},
		after(seen) {
			equal([seen.controlConnections, seen.dataConnections], [1, 0], "connections");
			ok(!seen.commands.some((line) => /^(?:RETR|STOR|LIST|MLSD)/.test(line)), "no transfer is begun");
		},
	},
];
