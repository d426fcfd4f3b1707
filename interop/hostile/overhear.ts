import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Overheard } from "./visit.ts";

/** The first byte of an alert (RFC 8446, 5.1). */
const ALERT = 21;
/** What a record calls itself that hides its type, and how long one with an alert is then: two bytes, their type and the tag. */
const HIDDEN = 23;
const HIDDEN_ALERT = 2 + 1 + 16;

/** Opens a port of `host` that passes everything on to another one, and listens to what the client says of its end. */
export async function overhear(
	host: string,
	port: number,
	sockets: Set<Socket>,
): Promise<{ readonly heard: Overheard; readonly server: Server }> {
	let farewell: (saidGoodbye: boolean) => void = () => undefined;
	const saysGoodbye = new Promise<boolean>((resolve) => {
		farewell = resolve;
	});
	const server = createServer({ allowHalfOpen: true }, (client) => {
		const inner = connect({ host, port, allowHalfOpen: true });
		const said: Buffer[] = [];
		for (const socket of [client, inner]) {
			sockets.add(socket);
			socket.on("error", () => undefined);
			socket.once("close", () => {
				sockets.delete(socket);
				client.destroy();
				inner.destroy();
			});
		}
		client.on("data", (bytes: Buffer) => said.push(bytes));
		client.once("end", () => farewell(endsWithAlert(Buffer.concat(said))));
		client.once("close", () => farewell(false));
		client.pipe(inner).pipe(client);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, host, resolve);
	});
	return { server, heard: { port: (server.address() as AddressInfo).port, saysGoodbye } };
}

function endsWithAlert(bytes: Buffer): boolean {
	let [type, length] = [0, 0];
	for (let at = 0; at + 5 <= bytes.length; at += 5 + length) {
		type = bytes.readUInt8(at);
		length = bytes.readUInt16BE(at + 3);
	}
	return type === ALERT || (type === HIDDEN && length === HIDDEN_ALERT);
}
