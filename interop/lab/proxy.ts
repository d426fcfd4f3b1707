import { connect, createServer, type Server, type Socket } from "node:net";

/** A connection that came to the proxy. */
export interface ProxyConnection {
	/** The port of the proxy it came to. */
	readonly port: number;
}

/** A TCP forwarder, as Cloudflare Spectrum is one in front of a server: it knows nothing of FTP. */
export interface LabProxy {
	readonly host: string;
	/** Every connection made to it so far, oldest first. */
	readonly connections: readonly ProxyConnection[];
	/** Closes all ports and connections. Safe twice. */
	stop(): Promise<void>;
}

export interface ProxyOptions {
	/** The address to listen on, such as 127.0.0.2. */
	readonly host: string;
	/** The ports to listen on. Connections go to the same port of `target`, or to the port that a pair names. */
	readonly ports: Iterable<number | readonly [from: number, to: number]>;
	/** Where connections go. */
	readonly target: string;
	/** Told each connection: what comes from the client and goes there, and what comes from the target. */
	readonly onConnection?: (port: number, client: Socket, upstream: Socket) => void;
}

/** Ties two connections together: bytes and ends go on in each direction, a failure of one is the end of both. */
function tie(one: Socket, other: Socket): void {
	for (const [from, to] of [
		[one, other],
		[other, one],
	] as const) {
		from.pipe(to);
		from.on("error", () => to.destroy());
		from.on("close", () => {
			if (!from.readableEnded) to.destroy();
		});
	}
}

function listening(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen({ host, port, exclusive: true }, resolve);
	});
}

/** Starts a proxy; resolves when all its ports are open. */
export async function startProxy({ host, ports, target, onConnection }: ProxyOptions): Promise<LabProxy> {
	const connections: ProxyConnection[] = [];
	const sockets = new Set<Socket>();
	const servers: Server[] = [];
	const open = async (from: number, to: number): Promise<void> => {
		const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
			connections.push({ port: from });
			const upstream = connect({ host: target, port: to, allowHalfOpen: true, noDelay: true });
			for (const socket of [client, upstream]) {
				sockets.add(socket);
				socket.once("close", () => sockets.delete(socket));
			}
			onConnection?.(from, client, upstream);
			tie(client, upstream);
		});
		servers.push(server);
		await listening(server, host, from);
	};
	const stop = async (): Promise<void> => {
		for (const socket of sockets) socket.destroy();
		await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	};
	try {
		for (const port of ports) await (typeof port === "number" ? open(port, port) : open(...port));
	} catch (error) {
		await stop();
		throw error;
	}
	return { host, connections, stop };
}

/** All ports a server uses, the control port first: what a proxy in front of it has to forward. */
export function portsOf(server: { port: number; passive: { first: number; last: number } }): number[] {
	const { first, last } = server.passive;
	return [server.port, ...Array.from({ length: last - first + 1 }, (_, n) => first + n)];
}
