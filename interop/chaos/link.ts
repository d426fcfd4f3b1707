import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Action, Direction, Fault, Moment } from "./fault.ts";
import { Pieces } from "./pieces.ts";

/** One connection through the proxy: bytes and ends go on in each direction, until a fault says otherwise. */
export class Link {
	/** What has gone wrong on it so far. */
	readonly fired: Fault[] = [];
	readonly #client: Socket;
	readonly #dial: () => Socket;
	readonly #faults: Fault[];
	readonly #pieces: Readonly<Record<Direction, Pieces>>;
	readonly #counts: Record<Direction, { bytes: number; flights: number }> = {
		up: { bytes: 0, flights: 0 },
		down: { bytes: 0, flights: 0 },
	};
	/** Directions in which nothing arrives any more. */
	readonly #lost = new Set<Direction>();
	#upstream: Socket | undefined;
	/** What is done in place of the next thing that comes down. */
	#armed: Fault | undefined;
	#stall: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;
	#delay = 0;
	#isHeld = true;

	/** @param isReadable whether what passes is lines, as on a control connection without TLS */
	constructor(client: Socket, dial: () => Socket, faults: readonly Fault[], isReadable: boolean) {
		this.#client = client;
		this.#dial = dial;
		this.#faults = [...faults];
		this.#pieces = Pieces.both(isReadable);
	}

	/** Carries everything. Resolves when both sides are closed. */
	async run(): Promise<void> {
		const client = this.#client;
		const closed = closing(client);
		client.once("end", () => this.#letGo()).once("error", () => this.#letGo());
		await this.#at((moment) => moment.type === "accept", "down");
		await this.#waited();
		if (this.#isOver) {
			await this.#drain();
			return await closed;
		}
		const upstream = this.#dial();
		this.#upstream = upstream;
		client.once("close", () => upstream.destroy());
		await Promise.all([closed, closing(upstream), this.#carry("up", client, upstream), this.#carry("down", upstream, client)]);
	}

	/** Whether the client still has its side open, as far as can be seen. */
	get isHeld(): boolean {
		return this.#isHeld && !this.#client.destroyed;
	}

	/** Ends a stall: what was held back is thrown away, so that it is seen who has closed meanwhile. */
	release(): void {
		if (this.#stall) this.#lose("up", "down");
		this.#stall?.resolve();
	}

	destroy(): void {
		this.release();
		this.#client.destroy();
		this.#upstream?.destroy();
	}

	/** Ends a stall that has lasted long enough. */
	#reset(): void {
		this.release();
		this.#client.resetAndDestroy();
		this.#upstream?.resetAndDestroy();
	}

	#letGo(): void {
		this.#isHeld = false;
	}

	/** Reads what comes from the client for nothing, until it ends. */
	async #drain(): Promise<void> {
		try {
			for await (const _ of this.#client.iterator({ destroyOnReturn: false }));
			this.#client.end();
		} catch {
			// It was reset.
		}
	}

	get #isOver(): boolean {
		return this.#lost.size === 2;
	}

	async #carry(direction: Direction, from: Socket, to: Socket): Promise<void> {
		try {
			for await (const chunk of from.iterator({ destroyOnReturn: false })) {
				for (const piece of this.#pieces[direction].cut(chunk)) await this.#pass(direction, piece, to);
			}
			for (const piece of this.#pieces[direction].rest()) await this.#pass(direction, piece, to);
			const isLost = this.#lost.has(direction) || (await this.#at((moment) => isEnd(moment, direction), direction));
			await this.#waited();
			if (!isLost) to.end();
			// Whoever has ended after all was lost gets the end of the other side, too.
			if (this.#isOver) from.end();
		} catch {
			// It was reset, or destroyed here. A client that was told nothing of it has to notice by itself.
			if (!this.#lost.has(direction)) to.destroy();
		}
	}

	async #pass(direction: Direction, piece: Uint8Array, to: Socket): Promise<void> {
		const count = this.#counts[direction];
		count.flights++;
		await this.#waited();
		if (this.#lost.has(direction)) return;
		if (this.#armed && direction === "down") {
			const fault = this.#armed;
			this.#armed = undefined;
			if (this.#fire(fault, direction)) return;
		}
		const line = this.#pieces[direction].isReadable ? new TextDecoder("latin1").decode(piece) : undefined;
		const says = (moment: Moment, side: "before" | "after"): boolean =>
			moment.type === "line" && moment.side === side && line?.startsWith(moment.starts) === true;
		if (await this.#at((moment) => says(moment, "before") || isFlight(moment, direction, count.flights), direction)) return;
		const until = this.#faults.find(({ moment }) => isBytes(moment, direction, count.bytes + piece.length));
		if (until?.moment.type === "bytes") {
			const first = piece.subarray(0, Math.max(0, until.moment.count - count.bytes));
			await put(to, first);
			if (await this.#at((moment) => moment === until.moment, direction)) return;
			piece = piece.subarray(first.length);
			count.bytes += first.length;
		}
		count.bytes += piece.length;
		await this.#waited();
		if (this.#lost.has(direction)) return;
		await put(to, piece);
		if (direction === "down") await this.#at((moment) => says(moment, "after"), direction);
		else this.#armed ??= this.#take((moment) => says(moment, "after"));
	}

	/** Waits as long as things take on this connection. */
	async #waited(): Promise<void> {
		if (this.#delay > 0) await delay(this.#delay);
		await this.#stall?.promise;
	}

	#take(when: (moment: Moment) => boolean): Fault | undefined {
		const at = this.#faults.findIndex(({ moment }) => when(moment));
		return at < 0 ? undefined : this.#faults.splice(at, 1)[0];
	}

	/** Lets go wrong what is due. True: what was to be passed on is lost. */
	async #at(when: (moment: Moment) => boolean, direction: Direction): Promise<boolean> {
		const fault = this.#take(when);
		if (!fault || !this.#fire(fault, direction)) return false;
		await this.#stall?.promise;
		return true;
	}

	#fire(fault: Fault, direction: Direction): boolean {
		this.fired.push(fault);
		return this.#do(fault.action, direction);
	}

	#do(action: Action, direction: Direction): boolean {
		const [client, upstream] = [this.#client, this.#upstream];
		switch (action.type) {
			case "delay":
				this.#delay = action.milliseconds;
				return false;
			case "stall":
				this.#stall = waiting();
				if (action.milliseconds !== undefined) setTimeout(() => this.#reset(), action.milliseconds).unref();
				return true;
			case "refuse":
			case "reset":
				client.resetAndDestroy();
				upstream?.resetAndDestroy();
				break;
			case "cut":
				client.end();
				upstream?.end();
				break;
			case "truncate":
				client.end();
				upstream?.resetAndDestroy();
				break;
			case "swallow":
				(direction === "up" ? upstream : client)?.end();
				this.#lose(direction);
				return true;
		}
		this.#lose("up", "down");
		return true;
	}

	#lose(...directions: readonly Direction[]): void {
		for (const direction of directions) this.#lost.add(direction);
	}
}

function waiting(): { readonly promise: Promise<void>; readonly resolve: () => void } {
	let resolve = (): void => undefined;
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

function isEnd(moment: Moment, direction: Direction): boolean {
	return moment.type === "end" && moment.direction === direction;
}

function isFlight(moment: Moment, direction: Direction, count: number): boolean {
	return moment.type === "flight" && moment.direction === direction && moment.count === count;
}

function isBytes(moment: Moment, direction: Direction, reached: number): boolean {
	return moment.type === "bytes" && moment.direction === direction && moment.count < reached;
}

/** Writes, and waits until there is room for more. */
async function put(to: Socket, bytes: Uint8Array): Promise<void> {
	if (bytes.length === 0 || to.destroyed || to.writableEnded || to.write(bytes)) return;
	await new Promise<void>((resolve) => {
		const go = (): void => {
			to.off("drain", go).off("close", go);
			resolve();
		};
		to.on("drain", go).on("close", go);
	});
}

function closing(socket: Socket): Promise<void> {
	return new Promise((resolve) => {
		// Where the system refuses a reset, as for a connection that the other side has just reset, Node tells the error and no end.
		socket.on("close", () => resolve()).on("error", () => resolve());
	});
}
