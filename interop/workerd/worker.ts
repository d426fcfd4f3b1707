import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Miniflare } from "miniflare";
import type { Answer, ErrorAsJSON } from "./answer.ts";
import { bundle } from "./bundle.ts";
import { type Stack, withStack } from "./stack.ts";

export interface WorkerOptions {
	/** Which TLS stack: see `stack.ts`. */
	readonly stack: Stack;
	/** Certificates (PEM) of the authorities that the Worker trusts. None: it trusts only the public ones. */
	readonly ca?: string | readonly string[];
	/** The file with the functions to call, as an absolute path. */
	readonly script: string;
	/** The Worker's variables. */
	readonly bindings?: Record<string, string | number | boolean>;
	/** Which day's behaviour of the runtime the Worker asks for. */
	readonly compatibilityDate?: string;
	readonly compatibilityFlags?: readonly string[];
}

export interface RunningWorker {
	/** Calls a function that the script exports, within one request; what it throws is thrown here as `WorkerError`. */
	call(name: string, args?: readonly unknown[], milliseconds?: number): Promise<unknown>;
	/** Sends a request to the script's own `fetch`. */
	fetch(path: string, init?: { method?: string; body?: Uint8Array | string }, milliseconds?: number): Promise<WorkerResponse>;
	/** Promises rejected inside the Worker without a handler, up to the last `call()`. Tests expect it to be empty. */
	readonly unhandled: readonly ErrorAsJSON[];
	/** What the Worker, and workerd itself, printed. Uncaught exceptions appear here. */
	readonly printed: readonly string[];
	stop(): Promise<void>;
}

export interface WorkerResponse {
	readonly status: number;
	readonly body: Uint8Array;
}

/** Something thrown inside the Worker, with the name and code that it had there. */
export class WorkerError extends Error {
	readonly code: number | string | undefined;
	readonly inside: ErrorAsJSON;

	constructor(inside: ErrorAsJSON) {
		super(inside.message);
		this.name = inside.name;
		this.code = inside.code;
		this.inside = inside;
	}
}

/** Long enough for a busy machine to start workerd, short enough that a broken one is noticed. */
const START_MILLISECONDS = 30_000;
const CALL_MILLISECONDS = 60_000;
const STOP_MILLISECONDS = 10_000;

/** Old enough for every workerd that the tests run, whatever is newer is off. */
const COMPATIBILITY_DATE = "2026-06-01";

/** Bundles `script` and runs it in a workerd process of its own. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
	const code = await bundle(options.script);
	const printed: string[] = [];
	const collect = (stream: Readable): void => {
		createInterface(stream).on("line", (line) => printed.push(line));
	};
	const certificates = options.ca === undefined ? [] : [options.ca].flat();
	const miniflare = await withStack(options.stack, async () => {
		const started = new Miniflare({
			modules: [{ type: "ESModule", path: "worker.mjs", contents: code }],
			compatibilityDate: options.compatibilityDate ?? COMPATIBILITY_DATE,
			compatibilityFlags: [...(options.compatibilityFlags ?? [])],
			bindings: { ...options.bindings },
			// Loopback counts as private, and everything that the tests talk to is there.
			outboundService: {
				network: {
					allow: ["public", "private"],
					tlsOptions: {
						trustBrowserCas: certificates.length === 0,
						...(certificates.length > 0 ? { trustedCertificates: certificates } : {}),
					},
				},
			},
			handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
				collect(stdout);
				collect(stderr);
			},
		});
		try {
			await within(started.ready, START_MILLISECONDS, "workerd to start");
		} catch (error) {
			await within(started.dispose(), STOP_MILLISECONDS, "workerd to stop");
			throw new Error(`workerd did not start:\n${printed.join("\n")}`, { cause: error });
		}
		return started;
	});

	const unhandled: ErrorAsJSON[] = [];
	let boot: string | undefined;

	async function fetch(
		path: string,
		init: { method?: string; body?: Uint8Array | string } = {},
		milliseconds: number = CALL_MILLISECONDS,
	): Promise<WorkerResponse> {
		const response = await within(miniflare.dispatchFetch(new URL(path, "http://worker.test").href, init), milliseconds, path);
		return { status: response.status, body: new Uint8Array(await within(response.arrayBuffer(), milliseconds, path)) };
	}

	async function call(name: string, args: readonly unknown[] = [], milliseconds: number = CALL_MILLISECONDS): Promise<unknown> {
		const response = await fetch("/__call", { method: "POST", body: JSON.stringify({ name, args }) }, milliseconds);
		const text = new TextDecoder().decode(response.body);
		if (response.status !== 200) throw new Error(`${name} was answered ${response.status}: ${text}\n${printed.join("\n")}`);
		const answer = JSON.parse(text) as Answer;
		unhandled.push(...answer.unhandled);
		boot ??= answer.boot;
		if (boot !== answer.boot) throw new Error(`workerd crashed before or during ${name}:\n${printed.join("\n")}`);
		if (answer.error) throw new WorkerError(answer.error);
		return answer.value;
	}

	return {
		call,
		fetch,
		unhandled,
		printed,
		stop: () => within(miniflare.dispose(), STOP_MILLISECONDS, "workerd to stop"),
	};
}

/** A promise's result, or an error once `milliseconds` are over. */
async function within<T>(promise: Promise<T>, milliseconds: number, what: string): Promise<T> {
	const timer = new AbortController();
	const late = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
		throw new Error(`Gave up after ${milliseconds} ms of waiting for ${what}`);
	});
	late.catch(() => {});
	try {
		return await Promise.race([promise, late]);
	} finally {
		timer.abort();
	}
}
