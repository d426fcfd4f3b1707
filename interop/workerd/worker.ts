import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Miniflare, type Request, Response } from "miniflare";
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
	/** Names of R2 buckets, kept in memory. */
	readonly buckets?: readonly string[];
	/** Answers what the Worker asks with `env.HOST.fetch()`: whatever it needs done on this side. */
	readonly host?: (path: string, body: Uint8Array) => Promise<unknown>;
	/** Which day's behaviour of the runtime the Worker asks for. */
	readonly compatibilityDate?: string;
	readonly compatibilityFlags?: readonly string[];
}

export interface RunningWorker {
	/**
	 * Calls a function that the script exports, within one request; what it throws is thrown here as `WorkerError`. Fails as well
	 * when a promise was rejected without a handler inside the Worker since the last call.
	 */
	call(name: string, args?: readonly unknown[], milliseconds?: number): Promise<unknown>;
	/** Sends a request to the script's own `fetch`. */
	fetch(path: string, init?: { method?: string; body?: Uint8Array | string }, milliseconds?: number): Promise<WorkerResponse>;
	/** What the Worker, and workerd itself, printed. */
	readonly printed: readonly string[];
	/** Ends workerd. Fails when a promise was rejected without a handler since the last call. */
	stop(): Promise<void>;
}

export interface WorkerResponse {
	readonly status: number;
	readonly body: Uint8Array;
}

/** Something thrown inside the Worker, with the name and code that it had there. */
class WorkerError extends Error {
	readonly code: number | string | undefined;
	readonly inside: ErrorAsJSON;

	constructor(inside: ErrorAsJSON) {
		super(inside.message);
		this.name = inside.name;
		this.code = inside.code;
		this.inside = inside;
		this.stack = [describe(inside), this.stack].join("\n");
	}
}

/** Where it came from inside, with its causes: what a failed test has to show. */
function describe({ name, code, message, stack, cause }: ErrorAsJSON): string {
	const own = stack ?? `${name}: ${message}`;
	return `${code === undefined ? "" : `[${code}] `}${own}${cause ? `\ncaused by ${describe(cause)}` : ""}`;
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
			r2Buckets: [...(options.buckets ?? [])],
			...(options.host ? { serviceBindings: { HOST: answering(options.host) } } : {}),
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

	let boot: string | undefined;

	async function fetch(
		path: string,
		init: { method?: string; body?: Uint8Array | string } = {},
		milliseconds: number = CALL_MILLISECONDS,
	): Promise<WorkerResponse> {
		const response = await within(miniflare.dispatchFetch(new URL(path, "http://worker.test").href, init), milliseconds, path);
		return { status: response.status, body: new Uint8Array(await within(response.arrayBuffer(), milliseconds, path)) };
	}

	async function ask(name: string, args: readonly unknown[], milliseconds: number): Promise<Answer> {
		const response = await fetch("/__call", { method: "POST", body: JSON.stringify({ name, args }) }, milliseconds);
		const text = new TextDecoder().decode(response.body);
		if (response.status !== 200) throw new Error(`${name} was answered ${response.status}: ${text}\n${printed.join("\n")}`);
		const answer = JSON.parse(text) as Answer;
		boot ??= answer.boot;
		if (boot !== answer.boot) throw new Error(`workerd crashed before or during ${name}:\n${printed.join("\n")}`);
		if (answer.unhandled.length > 0) {
			const stacks = answer.unhandled.map(({ stack, name: kind, message }) => stack ?? `${kind}: ${message}`);
			throw new Error(`Rejected without a handler, in ${name} or after the last call:\n${stacks.join("\n")}`);
		}
		return answer;
	}

	return {
		async call(name, args = [], milliseconds = CALL_MILLISECONDS) {
			const answer = await ask(name, args, milliseconds);
			if (answer.error) throw new WorkerError(answer.error);
			return answer.value;
		},
		fetch,
		printed,
		async stop() {
			try {
				// One more look for unhandled rejections; there is no such function, so nothing runs.
				await ask("", [], STOP_MILLISECONDS);
			} finally {
				await within(miniflare.dispose(), STOP_MILLISECONDS, "workerd to stop");
			}
		},
	};
}

function answering(host: (path: string, body: Uint8Array) => Promise<unknown>): (request: Request) => Promise<Response> {
	return async (request) => {
		const { pathname, search } = new URL(request.url);
		try {
			const value = await host(`${pathname}${search}`, new Uint8Array(await request.arrayBuffer()));
			return Response.json({ value });
		} catch (error) {
			return new Response(String(error), { status: 500 });
		}
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
