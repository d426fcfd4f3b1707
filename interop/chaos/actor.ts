/** The client's half of a run. It uses nothing that only one runtime has: it is played in Node and inside workerd. */
import {
	type CoreOptions,
	type DownloadOptions,
	type FTPClient,
	FTPError,
	type FTPMethods,
	type FTPPool,
	type PoolOptions,
} from "@isoftp/core";
import { acts } from "./acts.ts";
import { CountingClock } from "./counting-clock.ts";
import { ATTEMPTS, isRepeated, type Scenario } from "./scenario.ts";

/** Where the server is: JSON, for it may have to be told to another process. */
export interface Whereabouts {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	readonly folder: string;
}

export type ActorOptions = Omit<CoreOptions & PoolOptions, "dialer" | "active">;

/** What a runtime brings along. */
export interface Equipment {
	newClient(host: string, options: ActorOptions): FTPClient;
	newPool(host: string, options: ActorOptions): FTPPool;
	/** A place on the disk of this machine, where there is one. */
	readonly disk?: LocalDisk;
}

export interface LocalDisk {
	/** Downloads into a local file. */
	downloadTo(client: FTPMethods, name: string, path: string, options: DownloadOptions): Promise<void>;
	read(name: string): Promise<Uint8Array | undefined>;
	write(name: string, bytes: Uint8Array): Promise<void>;
	names(): Promise<readonly string[]>;
}

/** How it went. JSON. */
export interface Outcome {
	readonly failure?: Failure | undefined;
	/** What is wrong whatever happened on the way: bytes that differ, timers that are left. */
	readonly complaints: readonly string[];
	/** What the client has told of itself. */
	readonly trace: readonly string[];
}

export interface Failure {
	readonly name: string;
	readonly code?: string | number | undefined;
	readonly message: string;
	/** Whether it is an FTPError. */
	readonly isTyped: boolean;
	readonly stack?: string | undefined;
}

/** Short, so that a stall is soon over: a busy machine may take longer now and then, which is what attempts are for. */
const TIMEOUTS = { connect: 1_500, reply: 1_000, stall: 1_000 };
/** Where there is only one, or what may have happened is not done again. */
const LONG_TIMEOUTS = { connect: 5_000, reply: 5_000, stall: 5_000 };
/** Most take a second or two. A tree of which every file stalls, without attempts, takes the longest. */
const LONGEST = 90_000;
/** What is cancelled by something that was just closed may be so a moment later. */
const SETTLING = 2_000;
const TRACED = 200;

export async function play(scenario: Scenario, where: Whereabouts, equipment: Equipment): Promise<Outcome> {
	const clock = new CountingClock();
	const trace: string[] = [];
	const options: ActorOptions = {
		port: where.port,
		user: where.user,
		pass: where.pass,
		secure: scenario.mode === "TLS",
		pipelining: scenario.pipelining,
		timeouts: scenario.retry && isRepeated(scenario) ? TIMEOUTS : LONG_TIMEOUTS,
		retry: scenario.retry && { attempts: scenario.isBounded ? ATTEMPTS.bounded : ATTEMPTS.unbounded, backoff: 10 },
		clock,
		onTrace(event) {
			trace.push(JSON.stringify(event));
			if (trace.length > TRACED) trace.shift();
		},
	};
	const isTree = scenario.tree.length > 0 && scenario.sessions > 1;
	const client = isTree
		? equipment.newPool(where.host, { ...options, size: scenario.sessions })
		: equipment.newClient(where.host, options);
	const complaints: string[] = [];
	let failure: Failure | undefined;
	const act = async (): Promise<void> => {
		try {
			await client.connect();
			complaints.push(...(await acts[scenario.operation]({ scenario, client, folder: where.folder, equipment })));
		} catch (error) {
			failure = inJson(error);
		} finally {
			await client.close();
		}
	};
	if ((await within(LONGEST, act())) === "late") complaints.push(`It did not end within ${LONGEST} ms`);
	const deadline = Date.now() + SETTLING;
	while (clock.pending > 0 && Date.now() < deadline) await pause(5);
	if (clock.pending > 0) complaints.push(`${clock.pending} timers are left behind close()`);
	return { failure, complaints, trace };
}

function inJson(error: unknown): Failure {
	if (!(error instanceof Error)) return { name: typeof error, message: String(error), isTyped: false };
	const { name, message, stack } = error;
	const { code } = error as { readonly code?: string | number };
	return { name, code, message, isTyped: error instanceof FTPError, stack };
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function within(milliseconds: number, work: Promise<void>): Promise<"late" | undefined> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<"late">((resolve) => {
		timer = setTimeout(() => resolve("late"), milliseconds);
	});
	const outcome = await Promise.race([work, late]);
	if (timer !== undefined) clearTimeout(timer);
	return outcome ?? undefined;
}
