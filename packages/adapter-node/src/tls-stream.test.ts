import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import type { CipherTap } from "./cipher-tap.ts";
import { Fate } from "./fate.ts";
import { TlsStream } from "./tls-stream.ts";

test("a reader whose connection is closed after FIN, with bytes left that TLS has not taken, waits for them no longer", async () => {
	let looks = 0;
	const tap = {
		sawFin: true,
		get readableLength(): number {
			looks += 1;
			return 1;
		},
	};
	const socket = new Duplex({ read: () => undefined });
	const stream = new TlsStream(socket as unknown as TLSSocket, tap as unknown as CipherTap, 1024, new Fate());
	const reading = expect(stream.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	await expect.poll(() => looks).toBeGreaterThan(0);
	socket.destroy();
	await reading;
	const before = looks;
	for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
	expect(looks).toBe(before);
});

/** A stream of records, each in memory of its own, as Node makes them. */
function streamOf(...records: readonly Buffer[]): TlsStream {
	const socket = new Duplex({ read: () => undefined });
	const stream = new TlsStream(socket as unknown as TLSSocket, undefined, 1024, new Fate());
	for (const record of records) socket.push(record);
	return stream;
}

function alone(text: string): Buffer {
	const record = Buffer.allocUnsafeSlow(text.length);
	record.write(text);
	return record;
}

// Node 20 cannot.
test.skipIf(!("transfer" in ArrayBuffer.prototype))(
	"the memory of a record is freed when the next one is asked for",
	async () => {
		const stream = streamOf(alone("first"), alone("second"));
		const first = await stream.read();
		expect(String(first)).toBe("first");
		expect(String(await stream.read())).toBe("second");
		expect(first?.buffer.byteLength).toBe(0);
	},
);

test("a record that is kept stays, and so does the memory that others have a share in", async () => {
	const shared = Buffer.from("a record of several, and more").subarray(0, 8);
	const stream = streamOf(alone("first"), shared, alone("third"));
	await stream.read();
	const kept = stream.keep();
	const second = await stream.read();
	expect(String(await stream.read())).toBe("third");
	expect(Buffer.from(kept).toString()).toBe("first");
	expect(String(second)).toBe("a record");
});
