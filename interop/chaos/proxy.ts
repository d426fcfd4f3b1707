import { connect, createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, Kind } from "./fault.ts";
import { Link } from "./link.ts";

/** How long a client that was closed may take to let go of its sockets. */
const PATIENCE = 10_000;

export interface Door {
	/** Lets nobody in any more; who is in, stays. */
	close(): void;
}

/** What a door is for, and where it leads. */
export interface DoorOptions {
	readonly kind: Kind;
	/** The port to listen on, and to connect to at the target. */
	readonly port: number;
	/** Whether what passes on a control connection begins as text. */
	readonly isReadable: boolean;
	/** Whether one connection will be made to it at the most. */
	readonly isForOne?: boolean;
}

/** What goes wrong on a connection, the so manieth of its kind from 0: for runs of which nobody knows how many there will be. */
export type Plan = (kind: Kind, connection: number) => readonly Fault[];

/** A TCP forwarder in front of a server, at an address of its own, through which things go wrong by a plan. */
export class ChaosProxy {
	readonly host: string;
	readonly #target: string;
	readonly #faultsOf: Plan;
	readonly #servers = new Set<Server>();
	readonly #links: Link[] = [];
	readonly #refused: Fault[] = [];
	readonly #running = new Set<Promise<void>>();
	readonly #counts: Record<Kind, number> = { control: 0, data: 0 };

	constructor(plan: readonly Fault[] | Plan, host = "127.0.0.2", target = "127.0.0.1") {
		this.#faultsOf =
			typeof plan === "function"
				? plan
				: (kind, number) => plan.filter((fault) => fault.kind === kind && fault.connection === number);
		this.host = host;
		this.#target = target;
	}

	/** What has gone wrong so far. */
	get fired(): readonly Fault[] {
		return [...this.#refused, ...this.#links.flatMap((link) => link.fired)];
	}

	/** Connections so far. */
	get counts(): Readonly<Record<Kind, number>> {
		return this.#counts;
	}

	/** Listens on a port. @throws what Node's `listen()` says, such as EADDRINUSE */
	async open({ kind, port, isReadable, isForOne = false }: DoorOptions): Promise<Door> {
		const refusal = isForOne && this.#faultsOf(kind, this.#counts[kind]).find(({ action }) => action.type === "refuse");
		if (refusal) {
			this.#counts[kind]++;
			this.#refused.push(refusal);
			return { close: () => undefined };
		}
		const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
			const number = this.#counts[kind]++;
			const dial = () => connect({ host: this.#target, port, allowHalfOpen: true, noDelay: true });
			const link = new Link(client, dial, this.#faultsOf(kind, number), isReadable && kind === "control");
			this.#links.push(link);
			const running = link.run().finally(() => this.#running.delete(running));
			this.#running.add(running);
		});
		await new Promise<void>((resolve, reject) => {
			server.once("error", reject);
			server.listen({ host: this.host, port, exclusive: true }, resolve);
		});
		this.#servers.add(server);
		return {
			close: () => {
				this.#servers.delete(server);
				server.close();
			},
		};
	}

	/** Ends all stalls, and waits until the client has let go of every connection. @throws Error where it does not */
	async quiet(patience: number = PATIENCE): Promise<void> {
		for (const link of this.#links) link.release();
		const deadline = Date.now() + patience;
		while (this.#links.some((link) => link.isHeld)) {
			if (Date.now() > deadline) {
				throw new Error(`The client still holds ${this.#links.filter((link) => link.isHeld).length} connections`);
			}
			await delay(5);
		}
	}

	async stop(): Promise<void> {
		for (const link of this.#links) link.destroy();
		await Promise.all([...this.#servers].map((server) => new Promise((resolve) => server.close(resolve))));
		await Promise.all(this.#running);
	}
}
