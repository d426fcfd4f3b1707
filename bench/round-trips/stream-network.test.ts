import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import type { LabServer } from "../../interop/lab/lab.ts";
import { StreamNetwork } from "./stream-network.ts";

/** Something that listens on 127.0.0.1, and the slow way to it. */
async function slowly(serve: (socket: Socket) => void): Promise<Socket> {
	const server = createServer({ allowHalfOpen: true }, serve).listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	const network = new StreamNetwork();
	await network.setRoundTrip(4);
	onTestFinished(async () => {
		await network.close();
		server.close();
	});
	// There is no data connection here, so no port for one.
	const host = await network.reach({ port, passive: { first: 1, last: 0 } } as LabServer);
	return connect({ host, port, allowHalfOpen: true });
}

it.skipIf(process.platform !== "linux")("carries bytes in both directions in order, and each end", async () => {
	const client = await slowly(async (socket) => {
		socket.write("220 ");
		socket.end(await buffer(socket));
	});
	for (const piece of ["a", "b", "c"]) client.write(piece);
	client.end();
	expect((await buffer(client)).toString()).toBe("220 abc");
});

it.skipIf(process.platform !== "linux")("tells the client when the server is gone", async () => {
	const client = await slowly((socket) => socket.resetAndDestroy());
	await expect(buffer(client)).rejects.toThrow("ECONNRESET");
});
