import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, onTestFailed, test } from "vitest";
import type { BucketWorld, Check, Cut, Rough, RoughWorld, SpectrumWorld } from "../checks/index.ts";
import { catalog, type Mode, modesOf, type ServerName } from "../lab/catalog.ts";
import type { LabServer } from "../lab/lab.ts";
import { describeServer, type ServerFixture, type SharedLab } from "../lab/suite.ts";
import { diskAt } from "../node/disk.ts";
import type { WorldFacts } from "./facts.ts";
import { type Stack, stacks } from "./stack.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

export { goodServers, type Mode, type ServerName } from "../lab/catalog.ts";

/** Whether transfers are impossible: the server demands resumed TLS sessions, and the old stack resumes none. */
export function cannotTransfer(stack: Stack, name: ServerName, mode: Mode): boolean {
	return stack === "old" && mode === "TLS" && catalog[name].demandsReuse;
}

/** Whether two sessions at once get into each other's way: see `sharedCacheChecks`. */
export function sharesSessions(stack: Stack, server: ServerName, mode: Mode): boolean {
	const { daemon, demandsReuse } = catalog[server];
	return stack === "new" && mode === "TLS" && demandsReuse && daemon === "proftpd";
}

/** Longest that a check may take. Most take a tenth of a second; 20 MiB on a busy machine take a few. */
const CHECK_MILLISECONDS = 45_000;

/** Some checks, under the theme by which `inside/checks.ts` finds them. */
export interface Theme {
	readonly name: string;
	readonly checks: readonly Check<SpectrumWorld & RoughWorld & BucketWorld>[];
}

/** Where a suite's server is reached, when that is not the server itself. */
export interface Detour {
	readonly host: string;
	/** The ports that were connected to so far, where that is of interest. */
	connections?(): readonly number[];
	/** A line that is cut on demand. */
	readonly line?: Rough;
}

export interface WorkerdSuite {
	readonly modes?: readonly Mode[];
	readonly detour?: () => Detour;
	/** Whether the Worker has an R2 bucket. */
	readonly hasBucket?: boolean;
}

/** Runs checks on one server inside of workerd, with each TLS stack; `themesOf` chooses them. */
export function describeWorkerd(
	shared: SharedLab,
	server: ServerName,
	themesOf: (stack: Stack, mode: Mode) => readonly Theme[],
	options: WorkerdSuite = {},
): void {
	describeServer(shared, server, (fixture) => {
		for (const stack of stacks) {
			describe(`workerd, ${stack} TLS stack`, () => {
				const worker = useWorker(stack, fixture, options);
				for (const mode of options.modes ?? modesOf(server)) {
					const checks = themesOf(stack, mode).flatMap((theme) => theme.checks.map(({ name }) => ({ theme: theme.name, name })));
					if (checks.length === 0) continue;
					describe(mode, () => {
						for (const { theme, name } of checks) {
							test(name, { timeout: CHECK_MILLISECONDS + 5_000 }, async () => {
								const facts = factsOf(fixture().server, mode, options.detour?.().host);
								const before = (await fixture().server.log()).length;
								onTestFailed(async () => {
									const lines = (await fixture().server.log()).slice(before).trimEnd().split("\n").slice(-40);
									console.error(`${server}, ${stack}, ${mode}, "${name}":\n${lines.join("\n")}`);
								});
								await worker().call("check", [theme, name, facts], CHECK_MILLISECONDS);
							});
						}
					});
				}
			});
		}
	});
}

/** A worker for one suite: a process of its own, which trusts the lab's authority and reaches the server's disk and log. */
function useWorker(stack: Stack, fixture: () => ServerFixture, { detour, hasBucket }: WorkerdSuite): () => RunningWorker {
	let worker: RunningWorker | undefined;
	beforeAll(async () => {
		const { lab, server } = fixture();
		worker = await startWorker({
			stack,
			script: fileURLToPath(new URL("inside/checks.ts", import.meta.url)),
			ca: lab.ca,
			buckets: hasBucket ? ["BUCKET"] : [],
			host: (path, body) => answer(server, path, body, detour),
		});
	});
	afterAll(() => worker?.stop());
	return () => {
		if (!worker) throw new Error("The worker is not running yet");
		return worker;
	};
}

function factsOf(server: LabServer, mode: Mode, host: string = server.host): WorldFacts {
	const { name, port, user, pass, tls, path } = server;
	const secure = mode === "TLS" && (tls === "implicit" ? "implicit" : true);
	return { name, host, port, user, pass, tls, secure, path };
}

/** What the checks ask of the machine that the server runs on. */
async function answer(server: LabServer, url: string, body: Uint8Array, detour?: () => Detour): Promise<unknown> {
	const { pathname, searchParams } = new URL(url, "http://host.test");
	const disk = diskAt(server.disk);
	const argument = (name: string): string => {
		const value = searchParams.get(name);
		if (value === null) throw new Error(`${pathname} needs "${name}"`);
		return value;
	};
	switch (pathname) {
		case "/write":
			return disk.write(argument("name"), body);
		case "/file":
			return disk.file(argument("name"));
		case "/isDirectory":
			return disk.isDirectory(argument("name"));
		case "/mkdir":
			return disk.mkdir(argument("name"));
		case "/fill":
			return disk.fill(argument("folder"), Number(argument("count")));
		case "/writeRaw":
			return disk.writeRaw(argument("folder"), argument("name"));
		case "/rawNames":
			return disk.rawNames(argument("folder"));
		case "/touch":
			return disk.touch(argument("name"), new Date(argument("modifiedAt")));
		case "/log":
			return server.log();
		case "/connections":
			return detour?.().connections?.() ?? [];
		case "/cut":
			return detour?.().line?.cut(JSON.parse(argument("cut")) as Cut);
		case "/cutAll":
			return detour?.().line?.cutAll();
		case "/carried":
			return detour?.().line?.carried();
		default:
			throw new Error(`Nobody answers ${pathname}`);
	}
}
