import { FTPError, FTPNetworkError, FTPProtocolError } from "../errors/index.ts";
import type { Connection } from "./dialer.ts";

/** How many compressed bytes are given out of hand at once: a thousand times as many may come of them. */
const PIECE = 8192;

/** Compression's share of a transfer; handed in, so that who has no use for it does not carry it. */
export type Deflate = typeof deflate;

type Pair = Pick<DecompressionStream, "readable" | "writable">;

/** A connection whose bytes are decompressed or compressed. MODE Z is a zlib stream (RFC 1950), which the web calls "deflate". */
export function deflate(connection: Connection, direction: "download" | "upload"): Connection {
	return direction === "download" ? inflating(connection) : deflating(connection);
}

function inflating(connection: Connection): Connection {
	const { readable, writable }: Pair = new DecompressionStream("deflate");
	const reader = readable.getReader();
	let failure: unknown;
	let isBegun = false;
	let hasEnded = false;
	const feed = async (): Promise<void> => {
		const writer = writable.getWriter();
		try {
			for (let bytes = await connection.read(); bytes; bytes = await connection.read()) {
				// A copy: the stream may hold on to it.
				for (let at = 0; at < bytes.length; at += PIECE) await writer.write(new Uint8Array(bytes.subarray(at, at + PIECE)));
			}
			hasEnded = true;
			await writer.close();
		} catch (cause) {
			if (cause instanceof FTPError) failure = cause;
			await writer.abort(cause);
		}
	};
	return over(connection, {
		async read() {
			// What it fails with comes out at the other end.
			if (!isBegun) void feed().catch(() => undefined);
			isBegun = true;
			try {
				for (;;) {
					const { value, done } = await reader.read();
					if (done) return undefined;
					if (value.length > 0) return value;
				}
			} catch (cause) {
				if (failure !== undefined) throw failure;
				// Some runtimes tell only now that they never made sense.
				if (hasEnded) throw new FTPNetworkError("TRUNCATED", "The compressed data are not complete", { cause });
				throw new FTPProtocolError("BAD_VALUE", "a zlib stream, as MODE Z has it", String(cause), { cause });
			}
		},
	});
}

function deflating(connection: Connection): Connection {
	const { readable, writable }: Pair = new CompressionStream("deflate");
	const writer = writable.getWriter();
	let failure: unknown;
	const drained = (async (): Promise<void> => {
		const reader = readable.getReader();
		try {
			for (;;) {
				const { value, done } = await reader.read();
				if (done) return;
				await connection.write(value);
			}
		} catch (cause) {
			failure = cause;
			await reader.cancel(cause);
		}
	})();
	/** What fails here fails because of the connection. */
	const through = async (action: Promise<void>): Promise<void> => {
		await action.catch((cause) => {
			failure ??= cause;
		});
		if (failure !== undefined) throw failure;
	};
	return over(connection, {
		write: (bytes) => through(writer.write(new Uint8Array(bytes))),
		async end() {
			await through(writer.close());
			await through(drained);
			await connection.end();
		},
	});
}

/** The same connection, but for some of its ways. */
function over(connection: Connection, other: Partial<Pick<Connection, "read" | "write" | "end">>): Connection {
	return {
		remoteAddress: connection.remoteAddress,
		read: () => connection.read(),
		write: (bytes) => connection.write(bytes),
		end: () => connection.end(),
		startTls: (options) => connection.startTls(options),
		close: () => connection.close(),
		...other,
	};
}
