// What runs in workerd: a download or an upload in one way or another. Each tells its milliseconds, the dialogue before it excluded
// for the loops, included for the client.
import { FTPClient } from "@isoftp/adapter-workerd";
import type { Outcome, Server } from "../transfer.ts";
import { RawSession } from "./raw-session.ts";

type Way = (server: Server, byteCount: number, pause: number) => Promise<Outcome>;

/** How much the loops read at once where they can say it, and how much an upload's source gives. */
const PIECE = 256 * 1024;

/** Drained as every example does it, from the socket itself: 4096 bytes at a time. */
export const readLoop: Way = (server, byteCount) =>
	raw(server, byteCount, async (socket) => {
		const reader = socket.readable.getReader();
		let read = 0;
		for (let { value } = await reader.read(); value; { value } = await reader.read()) read += value.byteLength;
		return read;
	});

/** The fastest that there is: no other code of anybody's takes part. */
export const readAtLeastLoop: Way = (server, byteCount) =>
	raw(server, byteCount, async (socket) => {
		const reader = socket.readable.getReader({ mode: "byob" });
		let buffer = new ArrayBuffer(PIECE);
		let read = 0;
		for (;;) {
			const { value } = await reader.readAtLeast(PIECE, new Uint8Array(buffer));
			if (!value?.byteLength) return read;
			read += value.byteLength;
			buffer = value.buffer as ArrayBuffer;
		}
	});

/** `downloadStream()` and a reader. With a pause, a slow one: so many milliseconds after each chunk. */
export const downloadStream: Way = (server, byteCount, pause) =>
	timed(server, async (client) => {
		let read = 0;
		for await (const chunk of await client.downloadStream(String(byteCount))) {
			read += chunk.byteLength;
			if (pause > 0) await sleep(pause);
		}
		return read;
	});

/** `downloadTo()` and a sink that only counts. */
export const downloadTo: Way = (server, byteCount) =>
	timed(server, async (client) => {
		let read = 0;
		const write = (bytes: Uint8Array): undefined => {
			read += bytes.byteLength;
		};
		await client.downloadTo({ write }, String(byteCount));
		return read;
	});

/** `upload()` from an iterable. With a pause, a slow one: so many milliseconds before each piece. */
export const upload: Way = (server, byteCount, pause) =>
	timed(server, async (client) => {
		const piece = new Uint8Array(PIECE);
		async function* pieces(): AsyncGenerator<Uint8Array> {
			for (let left = byteCount; left > 0; left -= piece.length) {
				if (pause > 0) await sleep(pause);
				yield piece.subarray(0, left);
			}
		}
		return (await client.upload("file", pieces())).bytes;
	});

async function timed(server: Server, move: (client: FTPClient) => Promise<number>): Promise<Outcome> {
	const client = new FTPClient("localhost", { ...server, user: "user", pass: "pass" });
	try {
		await client.connect();
		const started = Date.now();
		const byteCount = await move(client);
		return { byteCount, milliseconds: Date.now() - started };
	} finally {
		await client.close();
	}
}

async function raw(server: Server, size: number, move: (socket: Socket) => Promise<number>): Promise<Outcome> {
	const session = await RawSession.open(server);
	const socket = await session.download(size);
	const started = Date.now();
	const byteCount = await move(socket);
	const milliseconds = Date.now() - started;
	await session.finish(socket);
	return { byteCount, milliseconds };
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
