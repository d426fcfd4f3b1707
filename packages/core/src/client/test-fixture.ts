import { afterEach, expect } from "vitest";
import type { MemoryNetworkOptions } from "../testing/memory-network.ts";
import { MemoryNetwork } from "../testing/memory-network.ts";
import type { MemoryDialerOptions } from "../testing/memory-network-dialer.ts";
import { MemoryServer, type RunningServer } from "../testing/server/memory-server.ts";
import type { MemoryServerOptions } from "../testing/server/options.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { FTPClient } from "./client.ts";
import type { BaseMethods } from "./methods-base.ts";
import type { FTPClientOptions } from "./options.ts";
import { FTPPool, type PoolOptions } from "./pool.ts";

export interface Fixture {
	readonly clock: VirtualClock;
	readonly network: MemoryNetwork;
	readonly server: MemoryServer;
	readonly client: FTPClient;
	/** The commands the server has got, from the login on left out. */
	sent(): string[];
	/** Another client of the same server. */
	another(options?: FTPClientOptions): FTPClient;
	/** A pool of the same server's, not connected. */
	pool(options?: FTPClientOptions & PoolOptions): FTPPool;
	/** Closes another client when the test is over. */
	alsoClose(client: BaseMethods): void;
}

export interface FixtureOptions {
	readonly server?: MemoryServerOptions;
	readonly client?: FTPClientOptions;
	readonly network?: MemoryNetworkOptions;
	readonly dialer?: MemoryDialerOptions;
	readonly clock?: VirtualClock;
	/** False to leave connecting to the test. */
	readonly connect?: boolean;
}

let cleanUp: (() => Promise<void>)[] = [];

/** Closes everything, after which nothing may be open and no timer may run. After every test; a property does it after every case. */
export async function closeAll(): Promise<void> {
	const jobs = cleanUp;
	cleanUp = [];
	for (const job of jobs) await job();
}

afterEach(closeAll);

/** A client, connected over a network in memory to a server in memory. */
export async function fixture(options: FixtureOptions = {}): Promise<Fixture> {
	const { clock = new VirtualClock() } = options;
	const network = new MemoryNetwork({ clock, ...options.network });
	const server = new MemoryServer({ clock, users: { bob: "hunter2" }, ...options.server });
	const implicit = options.client?.secure === "implicit";
	const running: RunningServer = await server.listenOn(network.host("ftp.test"), implicit ? 990 : 21, { implicitTls: implicit });
	const clients: BaseMethods[] = [];
	const login = { user: "bob", pass: "hunter2", ...options.client, clock };
	const another = (more: FTPClientOptions = {}): FTPClient => {
		const client = new FTPClient("ftp.test", { ...login, ...more, dialer: network.dialer(options.dialer) });
		clients.push(client);
		return client;
	};
	const pool = (more: FTPClientOptions & PoolOptions = {}): FTPPool => {
		const client = new FTPPool("ftp.test", { ...login, ...more, dialer: network.dialer(options.dialer) });
		clients.push(client);
		return client;
	};
	const client = another();
	const alsoClose = (client: BaseMethods): void => {
		clients.push(client);
	};
	cleanUp.push(async () => {
		for (const each of clients) {
			const closed = each.close();
			await clock.advance(5_000);
			await closed;
		}
		await running.close();
		await clock.advance(0);
		expect(network.open).toEqual({ dialled: 0, accepted: 0, ports: 0 });
		expect(clock.pending).toBe(0);
		expect(server.errors).toEqual([]);
	});
	if (options.connect ?? true) await client.connect();
	const before = server.commands.length;
	return { clock, network, server, client, another, pool, alsoClose, sent: () => server.commands.slice(before) };
}

/** Bytes that are different everywhere. */
export function pattern(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; at++) bytes[at] = (at * 31 + (at >> 8) * 17) & 0xff;
	return bytes;
}

/** Without looking into each byte as an assertion does, which takes a second for each megabyte. */
export function isSame(one: Uint8Array | undefined, other: Uint8Array): boolean {
	return one?.length === other.length && one.every((byte, at) => byte === other[at]);
}

export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
	return new Uint8Array(await new Response(stream).arrayBuffer());
}
