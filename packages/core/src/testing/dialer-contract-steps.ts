import type { Connection, Dialer, DialTarget } from "../client/dialer.ts";
import { LineReader, type Tally, textBytes } from "./contract-peer-bytes.ts";
import type { ContractAddress, ContractAddresses } from "./contract-peers.ts";

/** What a case is run with: a dialer, and where its peers are. */
export interface ContractContext extends ContractAddresses {
	readonly dialer: Dialer;
}

/** One thing that a dialer must do. `run` throws when it does not. */
export interface ContractCase {
	readonly name: string;
	run(context: ContractContext): Promise<void>;
}

/** Longest that one case may take; a dialer that hangs fails by it. */
const LIMIT = 60_000;
/** How long something that must not happen is given to happen. */
export const A_WHILE = 300;

export function contractCase(name: string, steps: (lab: Lab) => Promise<void>): ContractCase {
	return {
		name,
		async run(context) {
			const lab = new Lab(context);
			try {
				await within(LIMIT, steps(lab), `"${name}" hangs`);
			} finally {
				lab.close();
			}
		},
	};
}

/** The steps that cases are written in. It closes at the end what a case has opened. */
export class Lab {
	readonly context: ContractContext;
	readonly #connections: Connection[] = [];
	readonly #over = new AbortController();

	constructor(context: ContractContext) {
		this.context = context;
	}

	async dial(address: ContractAddress, options: Partial<DialTarget> & { signal?: AbortSignal } = {}): Promise<Connection> {
		const { signal = new AbortController().signal, ...rest } = options;
		const target: DialTarget = { ...address, tls: "never", serverName: address.host, purpose: "data", ...rest };
		const connection = await this.context.dialer.dial(target, signal);
		this.#connections.push(connection);
		return connection;
	}

	/** Fires when the case is over. */
	get over(): AbortSignal {
		return this.#over.signal;
	}

	/** A connection that the dialer has not dialled; it is closed at the end, too. */
	async keep(coming: Promise<Connection>): Promise<Connection> {
		const connection = await coming;
		this.#connections.push(connection);
		return connection;
	}

	/** A connection to the peer that has been told what to do, with TLS or without. */
	async open(order: string, secure: boolean, writeOnly = false): Promise<Connection> {
		const connection = secure ? await this.secure(undefined, "data", writeOnly) : await this.dial(this.context.peer);
		await tell(connection, order);
		return connection;
	}

	/** A connection to the peer with TLS, begun in the clear. */
	async secure(resume?: Connection, purpose: DialTarget["purpose"] = "data", writeOnly = false): Promise<Connection> {
		const { peer } = this.context;
		const connection = await this.dial(peer, { tls: "later", purpose });
		await ask(connection, "TLS");
		await connection.startTls({ serverName: peer.host, writeOnly, ...(resume && { resume }) });
		return connection;
	}

	/** Asks the peer something, on a connection for that alone. */
	async inquire(question: string): Promise<string> {
		const connection = await this.dial(this.context.peer);
		const answer = await ask(connection, question);
		connection.close();
		return answer;
	}

	close(): void {
		this.#over.abort();
		for (const connection of this.#connections) {
			connection.close();
		}
	}
}

export async function tell(connection: Connection, line: string): Promise<void> {
	await connection.write(textBytes(`${line}\n`));
}

export async function ask(connection: Connection, line: string): Promise<string> {
	await tell(connection, line);
	return (await new LineReader(connection).line()) ?? "";
}

/** Reads to the end. */
export function drain(connection: Connection): Promise<Tally> {
	return new LineReader(connection).rest();
}

export function check(condition: boolean, message: string): asserts condition {
	if (!condition) {
		throw new Error(message);
	}
}

export function same(actual: unknown, expected: unknown, what: string): void {
	check(actual === expected, `${what}: expected ${String(expected)}, got ${String(actual)}`);
}

/** The error that `promise` rejects with. */
export async function failure(promise: Promise<unknown>, what: string): Promise<unknown> {
	let outcome: unknown;
	try {
		outcome = await promise;
	} catch (error) {
		return error;
	}
	throw new Error(`${what} must fail, but it gave ${String(outcome)}`);
}

/** Fails unless `error` is of the class called `name`, with this code. By name, because a bundle may hold the class twice. */
export function isError(error: unknown, name: string, code: string, what: string): void {
	const { name: actual, code: actualCode } = error as { name?: unknown; code?: unknown };
	if (actual !== name || actualCode !== code) {
		throw new Error(`${what}: expected ${name} ${code}, got ${String(error)}`, { cause: error });
	}
}

/** After a failed handshake there must be no way back to the bytes in the clear; the connection may already be closed. */
export async function nothingMoreFrom(connection: Connection): Promise<void> {
	const reading = connection.read().catch(() => undefined);
	connection.close();
	same(await reading, undefined, "A read after startTls() has failed");
}

export function later(milliseconds: number): Promise<"later"> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds, "later"));
}

async function within<T>(milliseconds: number, promise: Promise<T>, message: string): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(message)), milliseconds);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		if (timer !== undefined) clearTimeout(timer);
	}
}
