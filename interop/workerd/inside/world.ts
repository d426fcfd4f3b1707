import { env } from "cloudflare:workers";
import { FTPClient, FTPPool, r2Tree, SmallFTPClient, type WorkerdFTPClientOptions } from "@isoftp/adapter-workerd";
import type { Bucket, BucketWorld, ClientOptions, Disk, RoughWorld, SpectrumWorld } from "../../checks/index.ts";
import type { WorldFacts } from "../facts.ts";

/** Asks the Node side, which has the server's disk and log. */
async function ask<T>(
	server: string,
	what: string,
	args: Record<string, string> = {},
	body?: Uint8Array,
): Promise<T | undefined> {
	const { HOST } = env as unknown as { HOST: Fetcher };
	const query = new URLSearchParams({ ...args, server });
	const response = await HOST.fetch(`http://host.test/${what}?${query}`, { method: "POST", body: body ?? new Uint8Array() });
	if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
	return ((await response.json()) as { value?: T }).value;
}

function diskOf(server: string): Disk {
	return {
		async write(name, bytes) {
			await ask(server, "write", { name }, bytes);
		},
		file: (name) => ask(server, "file", { name }),
		isDirectory: async (name) => (await ask<boolean>(server, "isDirectory", { name })) === true,
		async mkdir(name) {
			await ask(server, "mkdir", { name });
		},
		async fill(folder, count) {
			await ask(server, "fill", { folder, count: String(count) });
		},
		async writeRaw(folder, name) {
			await ask(server, "writeRaw", { folder, name });
		},
		rawNames: async (folder) => (await ask<string[]>(server, "rawNames", { folder })) ?? [],
		async touch(name, modifiedAt) {
			await ask(server, "touch", { name, modifiedAt: modifiedAt.toISOString() });
		},
	};
}

/** Only some Workers have it: looked up when it is used. */
const r2 = (): R2Bucket => (env as unknown as { BUCKET: R2Bucket }).BUCKET;

const bucket: Bucket = {
	async put(key, bytes) {
		await r2().put(key, bytes);
	},
	async get(key) {
		const object = await r2().get(key);
		return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
	},
	keys: async (prefix) => (await r2().list({ prefix })).objects.map(({ key }) => key),
	tree: (prefix) => r2Tree(r2(), { prefix }),
};

/** The server as this runtime's client sees it. */
export function worldOf(facts: WorldFacts): SpectrumWorld & RoughWorld & BucketWorld {
	const { name, host, port, user, pass, tls, secure, path } = facts;
	const all = { port, user, pass, secure };
	return {
		path,
		server: { name, user, pass, tls, log: async () => (await ask<string>(name, "log")) ?? "" },
		disk: diskOf(name),
		bucket,
		// What Workers refuse is handed on, too: a check shows that.
		newClient: ({ host: other = host, ...options }: ClientOptions = {}) =>
			new FTPClient(other, { ...all, ...options } as WorkerdFTPClientOptions),
		newPool: (options = {}) => new FTPPool(host, { ...all, ...options }),
		newSmallClient: () => new SmallFTPClient(host, all),
		proxyHost: host,
		controlPort: port,
		connections: async () => (await ask<number[]>(name, "connections")) ?? [],
		async cut(cut) {
			await ask(name, "cut", { cut: JSON.stringify(cut) });
		},
		async cutAll() {
			await ask(name, "cutAll");
		},
		carried: async () => (await ask<number>(name, "carried")) ?? 0,
	};
}
