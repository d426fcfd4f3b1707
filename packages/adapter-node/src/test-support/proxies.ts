import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A proxy for tests, on this machine. */
export interface TestProxy {
	readonly port: number;
	/** Where its clients wanted to go, as they have said it. */
	readonly targets: string[];
	close(): void;
}

/** Passes everything on between the two sides, ends and failures too. */
function join(client: Socket, host: string, port: number, onConnected: () => void, onFailed: () => void): Socket {
	const server = connect({ host, port, allowHalfOpen: true, noDelay: true });
	let isUp = false;
	server.on("connect", () => {
		isUp = true;
		onConnected();
		client.pipe(server);
		server.pipe(client);
	});
	server.on("error", () => (isUp ? client.destroy() : onFailed()));
	client.on("error", () => server.destroy());
	client.on("close", () => server.destroy());
	return server;
}

/** An HTTP proxy: CONNECT (RFC 9110, 9.3.6), with a password (Basic) where one is given. */
export async function httpProxy(authorization?: string): Promise<TestProxy> {
	const targets: string[] = [];
	const clients = new Set<Socket>();
	const http = createHttpServer();
	http.on("connect", (request, socket: Socket) => {
		clients.add(socket);
		targets.push(request.url ?? "");
		const refuse = (status: string): void => void socket.end(`HTTP/1.1 ${status}\r\n\r\n`);
		if (authorization !== undefined && request.headers["proxy-authorization"] !== authorization) {
			refuse("407 Proxy Authentication Required");
			return;
		}
		const [, host = "", port = "0"] = /^\[?(.*?)\]?:(\d+)$/.exec(request.url ?? "") ?? [];
		join(
			socket,
			host,
			Number(port),
			() => socket.write("HTTP/1.1 200 Connected\r\n\r\n"),
			() => refuse("502 Bad Gateway"),
		);
	});
	http.listen(0, "127.0.0.1");
	await once(http, "listening");
	const close = (): void => {
		http.close();
		for (const socket of clients) socket.destroy();
	};
	return { port: (http.address() as AddressInfo).port, targets, close };
}

/** A SOCKS 5 proxy without a password: CONNECT to a name or an address (RFC 1928). */
export async function socksProxy(): Promise<TestProxy> {
	const targets: string[] = [];
	const clients = new Set<Socket>();
	const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
		clients.add(socket);
		socket.on("error", () => undefined);
		socket.once("data", () => {
			socket.write(Buffer.from([5, 0]));
			socket.once("data", (request: Buffer) => {
				socket.pause();
				const length = request[4] ?? 0;
				const isName = request[3] === 3;
				const host = isName ? request.toString("latin1", 5, 5 + length) : [...request.subarray(4, 8)].join(".");
				const port = request.readUInt16BE(isName ? 5 + length : 8);
				targets.push(`${host}:${port}`);
				const answer = (code: number): Buffer => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
				join(
					socket,
					host,
					port,
					() => socket.write(answer(0)),
					() => socket.end(answer(5)),
				);
			});
		});
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const close = (): void => {
		server.close();
		for (const socket of clients) socket.destroy();
	};
	return { port: (server.address() as AddressInfo).port, targets, close };
}
