import type { Channel } from "./channel.ts";

/** The connections of a session: which are open, and over which of them something still comes that must not be cut. */
export class Channels {
	readonly #open = new Set<Channel>();
	/** Data connections over which a handshake or a download's bytes still come, and whether any of these have come. */
	readonly #flowing = new Map<Channel, { hasBytes: boolean }>();
	/** Those among them that are closed as soon as they end. */
	readonly #left = new Set<Channel>();

	isOpen(channel: Channel): boolean {
		return this.#open.has(channel);
	}

	open(channel: Channel): void {
		this.#open.add(channel);
	}

	/** The first over which something still comes. */
	get flowing(): Channel | undefined {
		return this.#flowing.keys().next().value;
	}

	/** Whether something still comes over one that somebody wants. */
	get isWanted(): boolean {
		return [...this.#flowing.keys()].some((channel) => !this.#left.has(channel));
	}

	/** A handshake, or the bytes of a download, will come over it. */
	flow(channel: Channel): void {
		this.#flowing.set(channel, { hasBytes: false });
	}

	/** It has ended, for good or bad. */
	stop(channel: Channel): void {
		this.#flowing.delete(channel);
	}

	/** Bytes have moved on it; true when these are the first of a download. */
	move(channel: Channel): boolean {
		const flow = this.#flowing.get(channel);
		if (!flow || flow.hasBytes) return false;
		flow.hasBytes = true;
		return true;
	}

	/** Nobody wants it any more. True if it has to stay open until it ends by itself. */
	leave(channel: Channel): boolean {
		const flows = this.#flowing.has(channel);
		if (flows) this.#left.add(channel);
		return flows;
	}

	isLeft(channel: Channel): boolean {
		return this.#left.has(channel);
	}

	/** It was left, and has ended. */
	isDone(channel: Channel): boolean {
		return this.#left.has(channel) && !this.#flowing.has(channel);
	}

	/** True if it was open. */
	close(channel: Channel): boolean {
		this.#flowing.delete(channel);
		this.#left.delete(channel);
		return this.#open.delete(channel);
	}

	/** Closes all, and tells which they were. */
	closeAll(): Channel[] {
		const channels = [...this.#open];
		for (const channel of channels) this.close(channel);
		return channels;
	}
}
