import { connect } from "cloudflare:sockets";
import type { Server } from "../transfer.ts";

/** As little FTP as gets a data connection, on nothing but the runtime's sockets. It only ever meets `sender-worker.ts`. */
export class RawSession {
	readonly #server: Server;
	#socket: Socket;
	#reader: ReadableStreamDefaultReader<Uint8Array>;
	#writer: WritableStreamDefaultWriter<Uint8Array>;

	private constructor(server: Server) {
		this.#server = server;
		this.#socket = dial(server, server.port);
		this.#reader = this.#socket.readable.getReader();
		this.#writer = this.#socket.writable.getWriter();
	}

	static async open(server: Server): Promise<RawSession> {
		const session = new RawSession(server);
		await session.#reply();
		if (server.secure) {
			await session.#command("AUTH TLS");
			session.#reader.releaseLock();
			session.#writer.releaseLock();
			session.#socket = session.#socket.startTls({});
			session.#reader = session.#socket.readable.getReader();
			session.#writer = session.#socket.writable.getWriter();
			await session.#command("PROT P");
		}
		return session;
	}

	/** The data connection on which so many bytes come. */
	async download(byteCount: number): Promise<Socket> {
		const port = /\|\|\|(\d+)\|/u.exec(await this.#command("EPSV"))?.[1];
		const socket = dial(this.#server, Number(port));
		await socket.opened;
		await this.#command(`RETR ${byteCount}`);
		return this.#server.secure ? socket.startTls({}) : socket;
	}

	/** Takes the final reply, and closes everything. */
	async finish(data: Socket): Promise<void> {
		const isClosed = data.close();
		await this.#reply();
		await isClosed;
		await this.#writer.close();
	}

	async #command(line: string): Promise<string> {
		await this.#writer.write(new TextEncoder().encode(`${line}\r\n`));
		return await this.#reply();
	}

	/** The sender's replies have one line, and never come two at a time. */
	async #reply(): Promise<string> {
		let reply = "";
		while (!reply.endsWith("\r\n")) {
			const { value } = await this.#reader.read();
			if (!value) throw new Error(`The sender hung up after "${reply}"`);
			reply += new TextDecoder().decode(value);
		}
		if (reply.startsWith("4") || reply.startsWith("5")) throw new Error(`The sender said ${reply}`);
		return reply;
	}
}

function dial({ secure }: Server, port: number): Socket {
	return connect({ hostname: "localhost", port }, { secureTransport: secure ? "starttls" : "off", allowHalfOpen: false });
}
