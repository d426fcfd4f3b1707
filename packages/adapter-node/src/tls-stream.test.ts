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
