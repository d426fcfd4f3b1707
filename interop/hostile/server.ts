import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Certificates } from "../../scripts/certificates.ts";
import type { Mode, Seen } from "./case.ts";
import { openDataPort } from "./data-port.ts";
import { LineSocket } from "./line-socket.ts";
import { overhear } from "./overhear.ts";
import { Servant } from "./service.ts";
import type { CertificateName, DataPort, DataPortOptions, DataVisit, Overheard, Service, Visit } from "./visit.ts";

const HOST = "127.0.0.1";
/** How long a client that was closed may take to let go of its sockets. workerd closes some only with the request. */
const QUIET_MILLISECONDS = 10_000;

/** A server on real ports that does what a case tells it to. */
export class HostileServer {
	readonly commands: string[] = [];
	readonly #sockets = new Set<Socket>();
	readonly #servers = new Set<Server>();
	readonly #contexts: Readonly<Record<CertificateName, SecureContext>>;
	readonly #counts = { control: 0, data: 0, decoy: 0 };
	readonly #failures: unknown[] = [];
	readonly #visits: Promise<void>[] = [];
	readonly #mode: Mode;
	readonly #script: (visit: Visit) => Promise<void>;

	constructor(certificates: Certificates, mode: Mode, script: (visit: Visit) => Promise<void>) {
		const contextOf = (name: CertificateName): SecureContext => createSecureContext(certificates[name]);
		this.#contexts = {
			server: contextOf("server"),
			wrongName: contextOf("wrongName"),
			selfSigned: contextOf("selfSigned"),
			expired: contextOf("expired"),
		};
		this.#mode = mode;
		this.#script = script;
	}

	get seen(): Seen {
		const { control, data, decoy } = this.#counts;
		return { commands: this.commands, controlConnections: control, dataConnections: data, decoyConnections: decoy };
	}

	async start(): Promise<number> {
		return await this.#listen((socket) => {
			const number = this.#counts.control++;
			this.#visits.push(this.#receive(new LineSocket(socket), number));
		});
	}

	/** Waits until the other side has let go of every connection; tells what went wrong in a script. */
	async quiet(): Promise<void> {
		const deadline = Date.now() + QUIET_MILLISECONDS;
		while (this.#sockets.size > 0) {
			if (Date.now() > deadline) throw new Error(`${this.#sockets.size} connections were left open`);
			await delay(10);
		}
		await Promise.all(this.#visits);
		if (this.#failures.length > 0) throw new AggregateError(this.#failures, "The server's side of the case failed");
	}

	stop(): void {
		for (const socket of this.#sockets) socket.destroy();
		for (const server of this.#servers) server.close();
	}

	/** A port, and what to do with whoever comes. */
	async #listen(connected: (socket: Socket) => void, host: string = HOST, port = 0): Promise<number> {
		const server = createServer({ allowHalfOpen: true }, (socket) => {
			this.#keep(socket);
			connected(socket);
		});
		this.#servers.add(server);
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen(port, host, resolve);
		});
		return (server.address() as AddressInfo).port;
	}

	#keep(socket: Socket): void {
		this.#sockets.add(socket);
		socket.once("close", () => this.#sockets.delete(socket));
	}

	async #receive(lines: LineSocket, number: number): Promise<void> {
		const visit = new ControlVisit(lines, number, this.#mode, {
			commands: this.commands,
			contexts: this.#contexts,
			openDataPort: async (context, staysOpen) => {
				const { port, server } = await openDataPort(HOST, context, staysOpen, this.#sockets, () => this.#counts.data++);
				this.#servers.add(server);
				return port;
			},
			overhear: async ({ port }) => {
				const { heard, server } = await overhear(HOST, port, this.#sockets);
				this.#servers.add(server);
				return heard;
			},
			openDecoy: (host, port) =>
				this.#listen(
					(socket) => {
						this.#counts.decoy++;
						socket.destroy();
					},
					host,
					port,
				),
		});
		try {
			await this.#script(visit);
			// What the script did not want to read is read all the same: unread bytes would turn the end into a reset.
			while ((await visit.line()) !== undefined);
		} catch (error) {
			this.#failures.push(error);
		} finally {
			lines.end();
		}
	}
}

interface House {
	readonly commands: string[];
	readonly contexts: Readonly<Record<CertificateName, SecureContext>>;
	openDataPort(context: SecureContext | undefined, staysOpen: boolean): Promise<DataPort>;
	overhear(port: DataPort): Promise<Overheard>;
	openDecoy(host: string | undefined, port: number | undefined): Promise<number>;
}

class ControlVisit implements Visit {
	readonly mode: Mode;
	readonly number: number;
	readonly gone: Promise<void>;
	readonly #lines: LineSocket;
	readonly #house: House;
	#servant: Servant | undefined;
	#hasQuit = false;

	constructor(lines: LineSocket, number: number, mode: Mode, house: House) {
		this.mode = mode;
		this.number = number;
		this.gone = lines.gone;
		this.#lines = lines;
		this.#house = house;
	}

	say(text: string | Uint8Array): Promise<boolean> {
		return this.#lines.write(text);
	}

	reply(line: string): Promise<boolean> {
		return this.#lines.write(`${line}\r\n`);
	}

	async line(): Promise<string | undefined> {
		const line = await this.#lines.line();
		if (line === undefined) return undefined;
		if (this.#hasQuit) throw new Error(`After QUIT came ${line}`);
		this.#hasQuit = line === "QUIT";
		this.#house.commands.push(line);
		return line;
	}

	async serve(service: Service = {}): Promise<void> {
		this.#servant = new Servant(this, service);
		await this.#servant.serve();
	}

	ordinary(verb: string, argument: string): Promise<string | undefined> {
		return this.#serving.ordinary(verb, argument);
	}

	startTls(certificate: CertificateName = "server"): Promise<void> {
		return this.#lines.startTls(this.#house.contexts[certificate]);
	}

	dataPort({
		tls = this.#servant?.isPrivate ?? false,
		certificate = "server",
		staysOpen = false,
	}: DataPortOptions = {}): Promise<DataPort> {
		return this.#house.openDataPort(tls ? this.#house.contexts[certificate] : undefined, staysOpen);
	}

	overhear(port: DataPort): Promise<Overheard> {
		return this.#house.overhear(port);
	}

	data(): Promise<DataVisit> {
		return this.#serving.data();
	}

	decoy(host?: string, port?: number): Promise<number> {
		return this.#house.openDecoy(host, port);
	}

	end(): void {
		this.#lines.end();
	}

	cut(): void {
		this.#lines.beneath.end();
	}

	reset(): void {
		this.#lines.reset();
	}

	sayBelowTls(text: string | Uint8Array): void {
		this.#lines.beneath.write(text);
	}

	async pause(milliseconds: number): Promise<void> {
		await Promise.race([delay(milliseconds), this.gone]);
	}

	get #serving(): Servant {
		if (!this.#servant) throw new Error("The visit is not being served");
		return this.#servant;
	}
}
