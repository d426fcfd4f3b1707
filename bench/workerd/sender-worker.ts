// An FTP server that costs as little as Node can make it: it shares the machine with what is measured. `RETR 1000` sends 1000
// bytes out of one buffer, `STOR` throws away what comes. It is told of itself by its parent, and ends with it.
import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";

/** What the parent sends, and what it gets. */
export interface Certificate {
	readonly cert: string;
	readonly key: string;
}
export interface Ready {
	readonly port: number;
}

const PIECE = Buffer.alloc(256 * 1024, 7);

class Session {
	readonly #tls: SecureContext;
	#control: Socket;
	#isPrivate = false;
	#listener: Server | undefined;
	#data: Promise<Socket> | undefined;

	constructor(socket: Socket, tls: SecureContext) {
		this.#tls = tls;
		this.#control = socket;
		this.#listen();
		this.#say("220 Ready");
		socket.on("close", () => this.#listener?.close());
	}

	#say(reply: string): void {
		this.#control.write(`${reply}\r\n`);
	}

	#listen(): void {
		let line = "";
		this.#control.on("error", () => this.#control.destroy());
		this.#control.on("data", (bytes: Buffer) => {
			const lines = `${line}${bytes.toString("latin1")}`.split("\r\n");
			line = lines.pop() ?? "";
			for (const command of lines) this.#answer(command).catch((error) => this.#say(`426 ${error}`));
		});
	}

	async #answer(line: string): Promise<void> {
		const [verb = "", argument = ""] = line.split(" ");
		switch (verb) {
			case "USER":
				return this.#say("331 Password");
			case "PASS":
				return this.#say("230 Welcome");
			case "FEAT":
				return this.#say("211-Features\r\n EPSV\r\n211 End");
			case "AUTH":
				this.#say("234 Go on");
				this.#control.removeAllListeners("data");
				this.#control = this.#secure(this.#control);
				return this.#listen();
			case "PROT":
				this.#isPrivate = argument === "P";
				return this.#say("200 Done");
			case "EPSV":
				return this.#passive();
			case "RETR":
				return this.#transfer((socket) => send(socket, Number(argument)));
			case "STOR":
				return this.#transfer(async (socket) => {
					for await (const _ of socket);
				});
			case "QUIT":
				this.#say("221 Goodbye");
				this.#control.end();
				return;
			case "PBSZ":
			case "TYPE":
			case "OPTS":
				return this.#say("200 Done");
			default:
				return this.#say("502 Unknown");
		}
	}

	#secure(socket: Socket): TLSSocket {
		const secured = new TLSSocket(socket, { isServer: true, secureContext: this.#tls });
		secured.on("error", () => socket.destroy());
		return secured;
	}

	#passive(): void {
		this.#listener?.close();
		const listener = createServer({ noDelay: true });
		this.#listener = listener;
		this.#data = new Promise((resolve) => {
			listener.once("connection", (socket) => {
				listener.close();
				socket.on("error", () => socket.destroy());
				resolve(socket);
			});
		});
		listener.listen(0, "127.0.0.1", () => {
			const address = listener.address();
			if (address !== null && typeof address === "object") this.#say(`229 Here (|||${address.port}|)`);
		});
	}

	async #transfer(move: (socket: Socket) => Promise<void>): Promise<void> {
		this.#say("150 Here it comes");
		const socket = await this.#data;
		if (!socket) return this.#say("425 EPSV first");
		const stream = this.#isPrivate ? this.#secure(socket) : socket;
		await move(stream);
		const isClosed = new Promise((resolve) => stream.once("close", resolve));
		stream.resume().end();
		await isClosed;
		this.#say("226 Done");
	}
}

async function send(socket: Socket, byteCount: number): Promise<void> {
	let more = (): void => {};
	socket.on("drain", () => more()).on("close", () => more());
	for (let left = byteCount; left > 0 && !socket.destroyed; left -= PIECE.length) {
		const isFull = !socket.write(left < PIECE.length ? PIECE.subarray(0, left) : PIECE);
		if (!isFull) continue;
		await new Promise<void>((resolve) => {
			more = resolve;
		});
	}
}

process.once("message", (certificate: Certificate) => {
	const tls = createSecureContext({ ...certificate });
	const server = createServer({ noDelay: true }, (socket) => new Session(socket, tls));
	server.listen(0, "127.0.0.1", () => {
		const address = server.address();
		if (address !== null && typeof address === "object") process.send?.({ port: address.port } satisfies Ready);
	});
});
process.on("disconnect", () => process.exit());
