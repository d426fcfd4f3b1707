import type { Connection } from "../../client/dialer.ts";
import { MemoryNetwork, type MemoryNetworkOptions } from "../memory-network.ts";
import type { MemoryDialerOptions } from "../memory-network-dialer.ts";
import type { MemoryHost } from "../memory-network-host.ts";
import { VirtualClock } from "../virtual-clock.ts";
import { MemoryServer, type RunningServer, type ServeOptions } from "./memory-server.ts";
import type { MemoryServerOptions } from "./options.ts";

const HOST = "ftp.test";
const never = new AbortController().signal;

/** A server in a network of its own, for the tests of the server. */
export interface Lab {
	readonly clock: VirtualClock;
	readonly network: MemoryNetwork;
	readonly host: MemoryHost;
	readonly server: MemoryServer;
	readonly running: RunningServer;
	/** A new session up to and including the greeting, or logged in. */
	connect(options?: MemoryDialerOptions): Promise<RawClient>;
	login(options?: MemoryDialerOptions): Promise<RawClient>;
}

export async function lab(
	options: MemoryServerOptions = {},
	networkOptions: MemoryNetworkOptions = {},
	serving: ServeOptions = {},
): Promise<Lab> {
	const clock = new VirtualClock();
	const network = new MemoryNetwork({ clock, ...networkOptions });
	const host = network.host(HOST);
	const server = new MemoryServer({ clock, ...options });
	const running = await server.listenOn(host, 21, serving);
	const connect = async (dialerOptions: MemoryDialerOptions = {}): Promise<RawClient> => {
		const client = new RawClient(network, dialerOptions, serving.implicitTls ?? false);
		await client.connect();
		return client;
	};
	const login = async (dialerOptions: MemoryDialerOptions = {}): Promise<RawClient> => {
		const client = await connect(dialerOptions);
		await client.say("USER me");
		await client.say("PASS secret");
		return client;
	};
	return { clock, network, host, server, running, connect, login };
}

/** Types commands and reads replies, no more: a person with netcat. */
export class RawClient {
	greeting: string[] = [];
	#buffer = "";
	#control: Connection | undefined;
	readonly #network: MemoryNetwork;
	readonly #options: MemoryDialerOptions;
	readonly #implicit: boolean;

	constructor(network: MemoryNetwork, options: MemoryDialerOptions, implicit: boolean) {
		this.#network = network;
		this.#options = options;
		this.#implicit = implicit;
	}

	get control(): Connection {
		if (this.#control === undefined) {
			throw new Error("connect() comes first");
		}
		return this.#control;
	}

	async connect(): Promise<void> {
		this.#control = await this.dial(21, this.#implicit ? "now" : "later");
		this.greeting = await this.reply();
	}

	dial(port: number, tls: "now" | "later" = "later"): Promise<Connection> {
		const purpose = port === 21 ? "control" : "data";
		return this.#network.dialer(this.#options).dial({ host: HOST, port, tls, serverName: HOST, purpose }, never);
	}

	/** Sends one command and returns its reply as one text. */
	async say(command: string): Promise<string> {
		return (await this.ask(command)).join("\n");
	}

	async ask(command: string): Promise<string[]> {
		await this.write(`${command}\r\n`);
		return this.reply();
	}

	async write(text: string): Promise<void> {
		await this.control.write(new TextEncoder().encode(text));
	}

	/** The next reply, line by line; what is there at the end of the connection. */
	async reply(): Promise<string[]> {
		const lines: string[] = [];
		for (;;) {
			const line = await this.#line();
			if (line === undefined) {
				return lines;
			}
			lines.push(line);
			if (/^\d{3} /.test(line) && line.startsWith(lines[0]?.slice(0, 3) ?? "")) {
				return lines;
			}
		}
	}

	/** TLS on the control connection, and on the data connections to come. */
	async secure(): Promise<void> {
		await this.say("AUTH TLS");
		await this.control.startTls({ serverName: HOST });
		await this.say("PBSZ 0");
		await this.say("PROT P");
	}

	/** A data connection to the port that EPSV names. */
	async passive(): Promise<Connection> {
		const port = Number(/\|\|\|(\d+)\|/.exec(await this.say("EPSV"))?.[1]);
		return this.dial(port);
	}

	/** TLS on a data connection, resuming the control connection's session unless told not to. */
	async secureData(data: Connection, resume: Connection | undefined = this.control): Promise<void> {
		await data.startTls({ serverName: HOST, ...(resume && { resume }) });
	}

	/** A whole download or listing: all replies and the text. */
	async download(command: string, tls = false): Promise<{ readonly replies: string[]; readonly text: string }> {
		const data = await this.passive();
		const replies = await this.ask(command);
		if (!replies[0]?.startsWith("1")) {
			data.close();
			return { replies, text: "" };
		}
		if (tls) {
			await this.secureData(data);
		}
		const text = await readText(data);
		await data.end();
		replies.push(...(await this.reply()));
		return { replies, text };
	}

	/** A whole upload: all replies. */
	async upload(command: string, text: string, tls = false): Promise<string[]> {
		const data = await this.passive();
		const replies = await this.ask(command);
		if (!replies[0]?.startsWith("1")) {
			data.close();
			return replies;
		}
		if (tls) {
			await this.secureData(data);
		}
		await data.write(new TextEncoder().encode(text));
		await data.end();
		await readText(data);
		return [...replies, ...(await this.reply())];
	}

	async #line(): Promise<string | undefined> {
		for (let end = this.#buffer.indexOf("\r\n"); ; end = this.#buffer.indexOf("\r\n")) {
			if (end >= 0) {
				const line = this.#buffer.slice(0, end);
				this.#buffer = this.#buffer.slice(end + 2);
				return line;
			}
			const bytes = await this.control.read();
			if (bytes === undefined) {
				return undefined;
			}
			this.#buffer += new TextDecoder().decode(bytes);
		}
	}
}

/** Everything up to the end of a connection. */
export async function readText(connection: Connection): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	for (let bytes = await connection.read(); bytes !== undefined; bytes = await connection.read()) {
		text += decoder.decode(bytes, { stream: true });
	}
	return text;
}
