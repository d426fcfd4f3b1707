import { createServer } from "node:net";
import { expect, test } from "vitest";
import { FTPClient } from "./index.ts";

/** What Node would wait for before it ends: sockets, timers, look-ups. */
function underWay(): number {
	return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|GetAddrInfo|Connect/.test(name)).length;
}

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}

test("96: hundreds of connections that are refused leave no socket and no timer with Node", async () => {
	const port = await closedPort();
	const client = new FTPClient("127.0.0.1", { port, timeouts: { connect: 5_000 } });
	const before = underWay();
	for (let count = 0; count < 300; count++) await expect(client.connect()).rejects.toMatchObject({ code: "CONNECT_FAILED" });
	// The test runner has a few timers of its own, which come and go. A leak would be hundreds.
	await expect.poll(underWay, { timeout: 15_000 }).toBeLessThan(before + 20);
	expect(client.closed).toBe(true);
});
