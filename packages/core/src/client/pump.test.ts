import { expect, test } from "vitest";
import type { Sink } from "./data-plan.ts";
import type { Connection } from "./dialer.ts";
import { downloadStream } from "./download-stream.ts";
import { type PumpReport, pumpDown, pumpUp } from "./pump.ts";

const report: PumpReport = { progressed: () => undefined, isOver: () => false };

/** A connection that gives these pieces, all from the same memory, as a runtime does that uses its buffer again. */
function giving(pieces: readonly (readonly number[])[], more: Partial<Connection> = {}): Connection {
	const memory = new (class extends Uint8Array {
		override slice(from?: number, to?: number): Uint8Array<ArrayBuffer> {
			return this.subarray(from, to) as Uint8Array<ArrayBuffer>;
		}
	})(100);
	const left = [...pieces];
	return {
		remoteAddress: "",
		async read() {
			const piece = left.shift();
			if (!piece) return undefined;
			memory.fill(0).set(piece);
			return memory.subarray(0, piece.length);
		},
		write: async () => undefined,
		end: async () => undefined,
		startTls: async () => undefined,
		close: () => undefined,
		...more,
	};
}

async function chunksOf(connection: Connection, length?: number): Promise<number[][]> {
	const chunks: Uint8Array[] = [];
	const sink: Sink = {
		write(_bytes, keep) {
			chunks.push(keep());
			return undefined;
		},
	};
	await pumpDown(connection, sink, { length }, report);
	return chunks.map((chunk) => [...chunk]);
}

test("what is kept is the sink's own, though the runtime uses its buffer again", async () => {
	expect(await chunksOf(giving([[1, 2, 3], [4]]))).toEqual([[1, 2, 3], [4]]);
});

test("a connection that can part with its buffer is asked for it; but not when only some of the bytes are wanted", async () => {
	const connection = giving(
		[
			[1, 2],
			[3, 4],
		],
		{ keep: () => Uint8Array.of(9, 9) },
	);
	expect(await chunksOf(connection, 3)).toEqual([[9, 9], [3]]);
});

test("the last bytes, too, have arrived when a download with a length is over", async () => {
	const written: string[] = [];
	const sink: Sink = {
		async write(bytes) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			written.push(String(bytes));
		},
	};
	expect(await pumpDown(giving([[1], [2, 3, 4]]), sink, { length: 3 }, report)).toEqual({ byteCount: 3, early: true });
	expect(written).toEqual(["1", "2,3"]);
});

test.each([
	["at once", () => Promise.reject(new Error("disk full"))],
	[
		"later",
		async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			throw new Error("disk full");
		},
	],
])("a sink that fails %s is the caller's failure, not the network's", async (_when, write) => {
	await expect(pumpDown(giving([[1]]), { write }, {}, report)).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: { message: "disk full" },
	});
});

test("a BYOB reader gets the bytes in its own memory, whether they fit or not; a default reader gets chunks", async () => {
	const stream = downloadStream(true, () => undefined);
	const pumped = pumpDown(giving([[1, 2], [3, 4, 5], [6]]), stream, {}, report).then(() => stream.close());
	const byob = stream.readable.getReader({ mode: "byob" });
	const own = new ArrayBuffer(2);
	const chunks: (readonly number[])[] = [];
	for (let memory = own; ; ) {
		const { value, done } = await byob.read(new Uint8Array(memory));
		chunks.push([...(value ?? [])]);
		if (done || !value) break;
		expect(value.buffer.byteLength).toBe(2);
		memory = value.buffer;
	}
	await pumped;
	expect(chunks.flat()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("pieces of an upload are written one after the other, however large", async () => {
	const sizes: number[] = [];
	const connection = giving([], { write: async (bytes) => void sizes.push(bytes.length) });
	const left = [new Uint8Array(1_000_000), new Uint8Array(0), new Uint8Array(3)];
	const source = { read: async () => left.shift(), rewind: () => true, cancel: () => undefined };
	expect(await pumpUp(connection, source, {}, report)).toEqual({ byteCount: 1_000_003, early: false });
	expect(sizes.reduce((sum, size) => sum + size)).toBe(1_000_003);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024);
});
