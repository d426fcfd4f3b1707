import { NodeHost } from "@isoftp/adapter-node/testing";
import { type Listener, type MemoryFiles, MemoryServer, type ServerHost } from "@isoftp/core/testing";
import type { Certified } from "../../scripts/certificates.ts";
import type { Fault } from "./fault.ts";
import { ChaosProxy, type Door } from "./proxy.ts";
import type { Target } from "./target.ts";

const PATIENCE = 10_000;
const FOLDER = "/run";
/** A free port of the server's address is mostly one of the proxy's, too. */
const TRIES = 10;

/** Ports of this machine, each with a door of the proxy in front of it that has the same number. */
class DoorHost extends NodeHost {
	readonly #proxy: ChaosProxy;
	#hasControl = false;

	constructor(proxy: ChaosProxy, tls: Certified) {
		super("127.0.0.1", tls);
		this.#proxy = proxy;
	}

	override async listen(): Promise<Listener> {
		const kind = this.#hasControl ? "data" : "control";
		this.#hasControl = true;
		for (let left = TRIES; ; left--) {
			const listener = await super.listen();
			try {
				const door = await this.#proxy.open({ kind, port: listener.port, isReadable: true, isForOne: kind === "data" });
				return behind(door, listener);
			} catch (error) {
				listener.close();
				if (left === 0) throw error;
			}
		}
	}
}

function behind(door: Door, listener: Listener): Listener {
	return {
		port: listener.port,
		accept: () => listener.accept(),
		close() {
			door.close();
			listener.close();
		},
	};
}

/** A server in memory on real ports, of which only the proxy is known. */
export async function startMemoryTarget(plan: readonly Fault[], certificate: Certified): Promise<Target> {
	const proxy = new ChaosProxy(plan);
	// Short, so that what a fault has left hanging is over when it is looked for.
	const server = new MemoryServer({ users: { bob: "hunter2" }, timeouts: { idle: 20_000, data: 3_000 } });
	server.files.mkdir(FOLDER);
	const host: ServerHost = new DoorHost(proxy, certificate);
	const running = await server.listenOn(host);
	return {
		port: running.port,
		user: "bob",
		pass: "hunter2",
		folder: FOLDER,
		proxy,
		commands: server.commands,
		shelf: {
			read: async (name) => (server.files.exists(`${FOLDER}/${name}`) ? server.files.read(`${FOLDER}/${name}`) : undefined),
			write: async (name, bytes) => server.files.write(`${FOLDER}/${name}`, bytes),
			names: async () => [...filesBelow(server.files, FOLDER)].sort(),
		},
		async quiet() {
			await proxy.quiet();
			const deadline = Date.now() + PATIENCE;
			while (server.activeSessions > 0) {
				if (Date.now() > deadline) throw new Error(`The server still has ${server.activeSessions} sessions`);
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			if (server.errors.length > 0) throw new AggregateError(server.errors, "The server itself has failed");
		},
		async stop() {
			await proxy.stop();
			await running.close();
		},
		log: async () => server.commands.join("\n"),
	};
}

function* filesBelow(files: MemoryFiles, folder: string, prefix = ""): Generator<string, void, void> {
	for (const { name, path, type } of files.list(folder)) {
		if (type === "file") yield `${prefix}${name}`;
		else yield* filesBelow(files, path, `${prefix}${name}/`);
	}
}
