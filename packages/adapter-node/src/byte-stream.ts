import type { Writable } from "node:stream";
import type { Bytes } from "@isoftp/core";
import type { Fate } from "./fate.ts";
import { connectionLost } from "./socket-errors.ts";

/** One of the two layers of a connection: TCP, or TLS on top of it. The methods are those of `Connection`. */
export interface ByteStream {
	read(): Promise<Uint8Array | undefined>;
	write(bytes: Uint8Array): Promise<void>;
	end(): Promise<void>;
}

/** A layer of a connection that was dialled. */
export interface OwnStream extends ByteStream {
	keep(): Bytes;
}

/** Resolves once the bytes have been handed to the system, for Node looks at the array until then. */
export function writeAll(socket: Writable, bytes: Uint8Array, fate: Fate): Promise<void> {
	return fate.until((resolve, reject) => {
		if (bytes.length === 0) {
			resolve();
			return;
		}
		if (socket.writableEnded) {
			reject(connectionLost(new Error("this side has ended it")));
			return;
		}
		socket.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), (error) => {
			error ? reject(connectionLost(error)) : resolve();
		});
	});
}

/** Resolves once everything written, and the end itself, have been handed to the system. Twice is once. */
export function endAll(socket: Writable, fate: Fate): Promise<void> {
	return fate.until((resolve, reject) => {
		if (socket.writableFinished) {
			resolve();
			return;
		}
		socket.end((error?: Error | null) => (error ? reject(connectionLost(error)) : resolve()));
	});
}
