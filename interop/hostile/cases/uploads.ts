import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { DataVisit, Visit } from "../visit.ts";

const PIECE = new Uint8Array(64 * 1024);
const SMALL = new Uint8Array([1, 2, 3]);

/** Bytes without end, and how many were asked for. */
function endless(): { readonly data: AsyncIterable<Uint8Array>; readonly taken: () => number } {
	let taken = 0;
	async function* data(): AsyncGenerator<Uint8Array> {
		// A GiB is as good as no end.
		for (; taken < 2 ** 30; taken += PIECE.length) yield PIECE;
	}
	return { data: data(), taken: () => taken };
}

/** What a server does between its 150 and the final reply. */
const storing = (store: (data: DataVisit, visit: Visit, name: string) => Promise<string | undefined>) => (visit: Visit) =>
	visit.serve({
		on: {
			async STOR(name) {
				await visit.reply("150 Send it");
				return await store(await visit.data(), visit, name);
			},
		},
	});

export const uploadCases: readonly Case[] = [
	{
		number: 46,
		title: "a server that stops reading holds the source back, and is an error when the time without a byte is over",
		async server(visit) {
			let data: DataVisit | undefined;
			await visit.serve({
				on: {
					async STOR() {
						await visit.reply("150 Send it");
						data = await visit.data();
						return undefined;
					},
					PWD() {
						data?.reset();
						return '257 "/"';
					},
				},
			});
			data?.reset();
		},
		async client({ newClient }) {
			const client = newClient({ timeouts: { stall: 500 } });
			await client.connect();
			const { data, taken } = endless();
			await rejects(() => client.upload("f", data), { name: "FTPTimeoutError", code: "STALL_TIMEOUT" }, "the upload");
			ok(taken() < 48 * 2 ** 20, `no more is read than connections hold; it was ${taken()}`);
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 46,
		title: "a server that refuses in the middle of an upload is quoted, whatever becomes of the data connection",
		server: storing(async (data, visit, name) => {
			// Else with TLS it is in the middle of the handshake.
			if (name !== "at once") await visit.pause(100);
			if (name === "reply first") await visit.reply("552 Disk full");
			if (name === "end") await data.end();
			else data.reset();
			if (name === "reply first") return undefined;
			// The broken pipe is there before the reason is.
			await visit.pause(100);
			return "552 Disk full";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const name of ["at once", "reply first", "reset", "end"]) {
				await rejects(() => client.upload(name, endless().data), { name: "FTPReplyError", code: 552 }, name);
				equal(await client.pwd(), "/", "the session goes on");
			}
		},
	},
	{
		number: 46,
		title: "a stream that writes into an upload fails with the server's reason",
		server: storing(async (data) => {
			data.reset();
			return "552 Disk full";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const write = async (): Promise<void> => {
				const writer = (await client.uploadStream("f")).getWriter();
				for (let count = 0; count < 16 * 1024; count++) await writer.write(PIECE);
				await writer.close();
			};
			await rejects(write, { name: "FTPReplyError", code: 552 }, "writing");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 47,
		title: "226 together with 150 does not make an upload stored of which nothing has been sent",
		server: (visit) =>
			visit.serve({
				on: {
					async STOR() {
						await visit.say("150 Send it\r\n226 Stored\r\n");
						await (await visit.data()).received();
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			for (const data of [SMALL, new Uint8Array(2 ** 20), new Uint8Array(0)]) {
				const client = newClient();
				await client.connect();
				const wrong = { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" };
				await rejects(() => client.upload("f", data), wrong, `an upload of ${data.length} bytes`);
				ok(client.closed, "the session is over");
			}
		},
	},
	{
		number: 47,
		title: "226 in the middle of an upload does not make it stored: its writer is told at once",
		server: (visit) =>
			visit.serve({
				on: {
					async STOR() {
						await visit.reply("150 Send it");
						const data = await visit.data();
						const received = data.received();
						await visit.pause(50);
						await visit.reply("226 Stored");
						await received;
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const writer = (await client.uploadStream("f")).getWriter();
			await writer.write(SMALL);
			const wrong = { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" };
			// It has not been closed: more could have come.
			await rejects(() => writer.closed, wrong, "the stream");
			await rejects(() => writer.close(), { name: ["FTPProtocolError", "TypeError"] }, "closing it");
		},
	},
	{
		number: 48,
		title: "bytes from a server that is to take some are passed over",
		server: storing(async (data) => {
			const received = data.received();
			// Not awaited: they are taken when the upload is over.
			for (let count = 0; count < 16; count++) void data.send(PIECE);
			return (await received).length === SMALL.length ? "226 Stored" : "451 Those are not the bytes";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal((await client.upload("f", SMALL)).bytes, SMALL.length, "bytes");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 48,
		title: "a data connection that the server leaves open after the end of an upload is closed, when it has said 226",
		async server(visit) {
			let data: DataVisit | undefined;
			let accepted: Promise<DataVisit> | undefined;
			await visit.serve({
				on: {
					async EPSV() {
						const port = await visit.dataPort({ staysOpen: true });
						accepted = port.accept();
						return `229 Here (|||${port.port}|)`;
					},
					async STOR(name) {
						await visit.reply("150 Send it");
						data = await accepted;
						const { length } = (await data?.received()) ?? [];
						return name === "silent" ? undefined : `226 Stored ${length}`;
					},
					async PWD() {
						let isGone = false;
						void data?.gone.then(() => {
							isGone = true;
						});
						// Who has ended his side shows only to who writes that the other is closed as well.
						while (!isGone) {
							await data?.send(SMALL);
							await visit.pause(10);
						}
						return '257 "/"';
					},
				},
			});
			data?.reset();
		},
		async client({ newClient }) {
			const client = newClient({ timeouts: { reply: 1_000 } });
			await client.connect();
			equal((await client.upload("f", SMALL)).reply.text, "Stored 3", "the reply");
			equal(await client.pwd(), "/", "the data connection is gone");
			await rejects(() => client.upload("silent", SMALL), { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" }, "without 226");
			ok(client.closed, "the session is over");
		},
	},
];
