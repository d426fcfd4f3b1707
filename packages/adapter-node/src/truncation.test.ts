import { afterEach, expect, test } from "vitest";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, readAll, target, tcpClient, tcpServer, tlsServer } from "./test-support/sockets.ts";

afterEach(closeAll);

/**
 * Passes everything on until `hold()`; from then on it waits for the server's end and cuts the last bytes off: what somebody on
 * the way can do, who can neither read nor change what is encrypted, but can send FIN.
 */
async function scissors(serverPort: number): Promise<{ readonly port: number; hold(leaveOut: number): void }> {
	let leaveOut: number | undefined;
	const port = await tcpServer(async (client) => {
		const server = await tcpClient(serverPort);
		const heldBack: Buffer[] = [];
		client.on("data", (bytes) => server.write(bytes));
		client.on("end", () => server.end());
		server.on("data", (bytes: Buffer) => (leaveOut === undefined ? client.write(bytes) : heldBack.push(bytes)));
		server.on("end", () => {
			const all = Buffer.concat(heldBack);
			client.end(all.subarray(0, all.length - (leaveOut ?? 0)));
		});
	});
	return { port, hold: (count) => (leaveOut = count) };
}

test.each(["TLSv1.2", "TLSv1.3"] as const)("63: %s: whatever is cut off the end, it is noticed", async (maxVersion) => {
	const serverPort = await tlsServer((socket) => socket.once("data", () => socket.end("the whole file")), {
		...certificates.server,
		maxVersion,
	});
	const dialer = nodeDialer({ tls: { ca: certificates.ca } });
	// The record with the file and close_notify are at most 80 bytes together. Around those numbers are all the places where the
	// rest looks like something whole.
	for (let leaveOut = 0; leaveOut <= 80; leaveOut++) {
		const { port, hold } = await scissors(serverPort);
		const connection = await kept(dialer.dial(target(port), never));
		hold(leaveOut);
		await connection.write(Buffer.from("go"));
		if (leaveOut === 0) {
			expect(await readAll(connection)).toBe("the whole file");
		} else {
			await expect(readAll(connection), `without the last ${leaveOut} bytes`).rejects.toMatchObject({ code: "TRUNCATED" });
		}
	}
});

test.each([
	// An alert has a type of its own, or, encrypted in TLS 1.3, the length of two bytes, their type and the tag (RFC 8446, 5.2).
	["TLSv1.2", false, (type: number) => type === 21],
	["TLSv1.2", true, (type: number) => type === 21],
	["TLSv1.3", false, (type: number, length: number) => type === 23 && length === 2 + 1 + 16],
	["TLSv1.3", true, (type: number, length: number) => type === 23 && length === 2 + 1 + 16],
] as const)("64: %s, write-only %s: an upload of 0 bytes ends with close_notify", async (maxVersion, writeOnly, isAlert) => {
	const serverPort = await tlsServer(() => undefined, { ...certificates.server, maxVersion });
	const sent: Buffer[] = [];
	let finished = false;
	const port = await tcpServer(async (client) => {
		client.pause();
		const server = await tcpClient(serverPort);
		client.on("data", (bytes: Buffer) => sent.push(bytes));
		client.on("end", () => (finished = true));
		client.pipe(server).pipe(client);
	});
	const connection = await kept(nodeDialer({ tls: { ca: certificates.ca } }).dial(target(port, { tls: "later" }), never));
	await connection.startTls({ serverName: "localhost", writeOnly });
	await connection.end();
	await expect.poll(() => finished).toBe(true);
	const bytes = Buffer.concat(sent);
	let last: [type: number, length: number] = [0, 0];
	for (let at = 0; at < bytes.length; at += 5 + last[1]) {
		last = [bytes.readUInt8(at), bytes.readUInt16BE(at + 3)];
	}
	expect(isAlert(...last), `the last record is ${last}`).toBe(true);
});
