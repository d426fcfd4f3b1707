import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare, type MiniflareOptions } from "miniflare";
import type { FileMessage, Findings, Outcome, Progress } from "../src/shapes.ts";

/** What the Worker tells of a mirror. */
export interface Told extends Progress {
	readonly status: string;
	readonly error?: { readonly message: string };
	readonly output?: { readonly total: number; readonly kept?: string };
}

/** The Worker of this example in workerd, with everything that `wrangler.jsonc` gives it. */
export interface RunningMirror {
	/** @returns the status, and what came with it */
	ask(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; json: Record<string, unknown> }>;
	/** Begins a mirror. @returns its id */
	begin(what: { path: string; prefix?: string; delete?: boolean }): Promise<string>;
	told(id: string): Promise<Told>;
	/** Puts a message into the queue, as the Workflow does. */
	send(message: FileMessage): Promise<void>;
	/** What is known of a mirror, as the Worker's parts see it. */
	progress(id: string): Promise<ProgressStub>;
	/** All objects: key, bytes, and the time noted with them. */
	objects(prefix: string): Promise<Map<string, { bytes: Uint8Array; mtime: string | undefined }>>;
	put(key: string, content: string): Promise<void>;
	readonly printed: readonly string[];
	stop(): Promise<void>;
}

/** The Durable Object of a mirror, from outside. */
interface ProgressStub {
	add(walk: "list" | "clear", directories: readonly string[]): Promise<void>;
	walked(walk: "list" | "clear", directory: string, found: readonly string[]): Promise<void>;
	next(walk: "list" | "clear", most: number): Promise<string[]>;
	found(findings: Findings): Promise<void>;
	settle(outcomes: readonly Outcome[]): Promise<void>;
	sum(): Promise<Progress>;
}

interface WranglerConfig {
	readonly compatibility_date: string;
	readonly vars: Record<string, string | number | boolean>;
	readonly r2_buckets: { readonly binding: string; readonly bucket_name: string }[];
	readonly workflows: { readonly binding: string; readonly name: string; readonly class_name: string }[];
	readonly durable_objects: { readonly bindings: { readonly name: string; readonly class_name: string }[] };
	readonly migrations: { readonly new_sqlite_classes: string[] }[];
	readonly queues: {
		readonly producers: { readonly binding: string; readonly queue: string }[];
		readonly consumers: {
			readonly queue: string;
			readonly max_batch_size: number;
			readonly max_batch_timeout: number;
			readonly max_retries?: number;
			readonly dead_letter_queue?: string;
		}[];
	};
}

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** `wrangler.jsonc`, whose comments are on lines of their own. */
async function wranglerConfig(): Promise<WranglerConfig> {
	return JSON.parse((await readFile(path("wrangler.jsonc"), "utf8")).replace(/^\s*\/\/.*$/gm, "")) as WranglerConfig;
}

/** The same for miniflare. Time is what a test has least of: nothing is waited for before a batch, and little is tried often. */
function optionsOf(
	config: WranglerConfig,
	vars: Record<string, string | number | boolean>,
	maxRetries: number,
): MiniflareOptions {
	const sqlite = config.migrations.flatMap((migration) => migration.new_sqlite_classes);
	const entries = <T>(all: T[], entry: (one: T) => [string, unknown]): never => Object.fromEntries(all.map(entry)) as never;
	return {
		modules: [],
		compatibilityDate: config.compatibility_date,
		bindings: { ...config.vars, ...vars },
		r2Buckets: entries(config.r2_buckets, ({ binding, bucket_name }) => [binding, bucket_name]),
		workflows: entries(config.workflows, ({ binding, name, class_name }) => [binding, { name, className: class_name }]),
		durableObjects: entries(config.durable_objects.bindings, ({ name, class_name }) => [
			name,
			{ className: class_name, useSQLite: sqlite.includes(class_name) },
		]),
		queueProducers: entries(config.queues.producers, ({ binding, queue }) => [binding, queue]),
		queueConsumers: entries(config.queues.consumers, ({ queue, max_batch_size, max_retries, dead_letter_queue }) => [
			queue,
			{
				maxBatchSize: max_batch_size,
				maxBatchTimeout: 0,
				...(max_retries !== undefined && { maxRetries }),
				...(dead_letter_queue !== undefined && { deadLetterQueue: dead_letter_queue }),
			},
		]),
	};
}

async function bundle(): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [path("src/worker.ts")],
		bundle: true,
		format: "esm",
		target: "es2024",
		external: ["cloudflare:*"],
		write: false,
	});
	return outputFiles[0]?.text ?? "";
}

/** @param ca the authority that the Worker is to trust, in PEM */
export async function startMirror(
	vars: Record<string, string | number | boolean>,
	ca: string,
	maxRetries: number,
): Promise<RunningMirror> {
	const TOKEN = randomBytes(16).toString("hex");
	const printed: string[] = [];
	const config = await wranglerConfig();
	const miniflare = new Miniflare({
		...optionsOf(config, { ...vars, TOKEN }, maxRetries),
		modules: [{ type: "ESModule", path: "worker.mjs", contents: await bundle() }],
		// A Worker in production trusts the public authorities, and cannot be told to trust another.
		outboundService: {
			network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: false, trustedCertificates: [ca] } },
		},
		handleRuntimeStdio: (...streams: Readable[]) => {
			for (const stream of streams) createInterface(stream).on("line", (line) => printed.push(line));
		},
	});
	await miniflare.ready;
	const bucket = await miniflare.getR2Bucket("BUCKET");
	const queue = await miniflare.getQueueProducer<FileMessage>("FILES");

	const ask: RunningMirror["ask"] = async (method, to, body, token = TOKEN) => {
		const response = await miniflare.dispatchFetch(`http://mirror.test${to}`, {
			method,
			headers: { authorization: `Bearer ${token}` },
			...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		try {
			return { status: response.status, json: JSON.parse(text) as Record<string, unknown> };
		} catch {
			throw new Error(`${method} ${to}: ${response.status} ${text}`);
		}
	};
	return {
		ask,
		begin: async (what) => String((await ask("POST", "/mirrors", what)).json.id),
		told: async (id) => (await ask("GET", `/mirrors/${id}`)).json as unknown as Told,
		send: async (message) => void (await queue.send(message, { contentType: "json" })),
		async progress(id) {
			const all = await miniflare.getDurableObjectNamespace("PROGRESS");
			return all.get(all.idFromName(id)) as unknown as ProgressStub;
		},
		async objects(prefix) {
			const found: [string, { bytes: Uint8Array; mtime: string | undefined }][] = [];
			let cursor: string | undefined;
			do {
				const page = await bucket.list({ prefix, ...(cursor !== undefined && { cursor }) });
				const all = page.objects.map(async ({ key }): Promise<(typeof found)[number]> => {
					const object = await bucket.get(key);
					if (!object) throw new Error(`${key} has gone meanwhile`);
					return [key, { bytes: new Uint8Array(await object.arrayBuffer()), mtime: object.customMetadata?.mtime }];
				});
				found.push(...(await Promise.all(all)));
				cursor = page.truncated ? page.cursor : undefined;
			} while (cursor !== undefined);
			return new Map(found);
		},
		put: async (key, content) => void (await bucket.put(key, content)),
		printed,
		stop: () => miniflare.dispose(),
	};
}
