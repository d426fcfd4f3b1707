import { setTimeout as sleep } from "node:timers/promises";
import { median } from "../lib/repeat.ts";
import type { Visitor } from "./contenders.ts";
import { FILE_SIZE, type Site } from "./site.ts";
import type { Trace } from "./trace.ts";

/** Milliseconds of one measure, and what the client did meanwhile. */
export interface Taken {
	readonly milliseconds: number;
	readonly trace: string;
}

export type Round = Map<string, Taken>;

/** How many downloads are made in a row: enough that the one in the middle is like any other. */
const ROW = 5;

/** A pause in which a client can open the next data connection, in round trips. */
const PAUSE = 6;

/** ProFTPD's daemon naps for 400 ms after the end of a session, which a goodbye over TLS delays, and greets nobody meanwhile. */
export const NAP = 1_500;

/** Times one thing after the other in `round`. */
class Stopwatch {
	readonly round: Round = new Map();
	readonly #trace: Trace;
	#begun = 0;

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	start(): void {
		this.#trace.start();
		this.#begun = performance.now();
	}

	/** The time since the start, or what it comes to for each of several. */
	lap(what: string, share = 1): void {
		this.note(what, (performance.now() - this.#begun) / share);
	}

	note(what: string, milliseconds: number): void {
		this.round.set(what, { milliseconds, trace: this.#trace.text });
	}
}

async function whole(download: Promise<number>): Promise<void> {
	const count = await download;
	if (count !== FILE_SIZE) throw new Error(`A download of ${FILE_SIZE} bytes has brought ${count}`);
}

/** One call after the other, each awaited. */
async function stepByStep(visitor: Visitor, site: Site, watch: Stopwatch, roundTrip: number): Promise<void> {
	const files = site.names.map((name) => `${site.path}/${name}`);
	const [first = ""] = files;
	watch.start();
	await visitor.connect();
	watch.lap("connect to logged in");
	watch.start();
	await whole(visitor.download(first));
	watch.lap("first download");
	watch.start();
	const row: number[] = [];
	for (const file of files.slice(0, ROW)) {
		const begun = performance.now();
		await whole(visitor.download(file));
		row.push(performance.now() - begun);
	}
	watch.note("further download", median(row));
	watch.start();
	await visitor.upload(`${site.path}/uploaded`, new Uint8Array(FILE_SIZE));
	watch.lap("upload");
	watch.start();
	await visitor.list(site.path);
	watch.lap("list");
	await sleep(PAUSE * roundTrip);
	watch.start();
	await whole(visitor.download(first, () => watch.lap("download after a pause, to its first byte")));
	watch.lap("download after a pause");
}

/** Calls are made as early as the client takes them; one that cannot queue gets the next when the last is done. */
async function together(visitor: Visitor, site: Site, watch: Stopwatch, canQueue: boolean): Promise<void> {
	const inOrder = async (calls: readonly (() => Promise<void>)[]): Promise<void> => {
		if (canQueue) await Promise.all(calls.map((call) => call()));
		else for (const call of calls) await call();
	};
	const files = site.names.map((name) => `${site.path}/${name}`);
	const [first = ""] = files;
	watch.start();
	await inOrder([
		() => visitor.connect(),
		() => whole(visitor.download(first, () => watch.lap("connect to the first byte of a file"))),
	]);
	watch.lap("connect to the end of a file");
	let done = 0;
	const queued = files.slice(0, 2 * ROW).map((file) => async () => {
		await whole(visitor.download(file));
		// The first of them had nothing before it in whose time it could have been prepared.
		if (done++ === 0) watch.start();
	});
	await inOrder(queued);
	watch.lap("download queued behind a download", queued.length - 1);
	await inOrder([
		async () => {
			const size = await visitor.size(first);
			if (size !== FILE_SIZE) throw new Error(`A file of ${FILE_SIZE} bytes has ${size}, says the server`);
			watch.start();
		},
		() => whole(visitor.download(first)),
	]);
	watch.lap("download queued behind a size()");
}

export interface SessionOptions {
	readonly newVisitor: () => Visitor;
	readonly canQueue: boolean;
	readonly trace: Trace;
	readonly roundTrip: number;
}

/** Two sessions with one server, in which everything is done once. */
export async function sessionRound(site: Site, { newVisitor, canQueue, trace, roundTrip }: SessionOptions): Promise<Round> {
	const watch = new Stopwatch(trace);
	for (const act of [
		(visitor: Visitor) => stepByStep(visitor, site, watch, roundTrip),
		(visitor: Visitor) => together(visitor, site, watch, canQueue),
	]) {
		const visitor = newVisitor();
		try {
			await act(visitor);
		} finally {
			await visitor.close();
			await sleep(NAP);
		}
	}
	return watch.round;
}
