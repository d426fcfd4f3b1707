import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** How long a reply may take. */
const PATIENCE = 10_000;

/** FTP as typed by hand, for the lab's own tests: lines out, replies in. It owes nothing to the library under test. */
export class Dialogue {
	readonly #socket: Socket;
	#received = "";
	#over = false;
	#wake: () => void = () => undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding("utf8");
		socket.on("data", (text) => {
			this.#received += text;
			this.#wake();
		});
		socket.on("error", () => undefined);
		socket.on("close", () => {
			this.#over = true;
			this.#wake();
		});
	}

	static to(host: string, port: number): Dialogue {
		return new Dialogue(connect({ host, port }));
	}

	static overTls(host: string, port: number, ca: string): Dialogue {
		return new Dialogue(connectTls({ host, port, ca, servername: "localhost" }));
	}

	/** The next reply, all its lines. */
	async reply(): Promise<string> {
		const deadline = Date.now() + PATIENCE;
		for (;;) {
			const end = /^(\d{3}) .*\r\n/m.exec(this.#received);
			if (end) {
				const reply = this.#received.slice(0, end.index + end[0].length);
				this.#received = this.#received.slice(reply.length);
				return reply;
			}
			const left = deadline - Date.now();
			if (this.#over || left <= 0) throw new Error(`No reply, only ${JSON.stringify(this.#received)}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				this.#wake = () => {
					clearTimeout(timer);
					resolve();
				};
			});
		}
	}

	async command(line: string): Promise<string> {
		this.#socket.write(`${line}\r\n`);
		return this.reply();
	}

	async login(user: string, pass: string): Promise<string> {
		await this.command(`USER ${user}`);
		return this.command(`PASS ${pass}`);
	}

	/** RETR over a connection that PASV has named; `host` is dialled, whatever address the server gives. */
	async retrieve(path: string, host: string): Promise<Buffer> {
		const numbers = (/\((?:\d+,){4}(\d+),(\d+)\)/.exec(await this.command("PASV")) ?? []).slice(1).map(Number);
		const [high = 0, low = 0] = numbers;
		const data = connect({ host, port: high * 256 + low });
		data.setTimeout(PATIENCE, () => data.destroy(new Error("The data connection is silent")));
		const chunks: Buffer[] = [];
		const done = (async () => {
			for await (const chunk of data) chunks.push(chunk as Buffer);
		})();
		await Promise.all([done, this.command(`RETR ${path}`)]);
		await this.reply();
		return Buffer.concat(chunks);
	}

	close(): void {
		this.#socket.destroy();
	}
}
