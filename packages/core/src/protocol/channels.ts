import { isNetworks } from "../errors/index.ts";
import type { Channel } from "./channel.ts";
import type { Effect } from "./effect.ts";
import type { Fact } from "./fact.ts";

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

	/** What an order to the driver means: what is dialled or listened for is open, and over some of it something will come. */
	ordered(order: Effect, isPrivate: boolean): void {
		switch (order.type) {
			case "connect":
			case "listen":
				this.#open.add(order.channel);
				break;
			case "accept":
				// The server may have connected already, and begun its side of the handshake.
				if (isPrivate) this.#flow(order.channel);
				break;
			case "secure":
				// vsftpd and Pure-FTPd end the session of whoever goes away in the middle of a handshake.
				if (order.channel !== "control") this.#flow(order.channel);
				break;
			case "transfer":
				if (order.direction !== "upload") this.#flow(order.channel);
		}
	}

	/** What the driver tells: the end of a handshake, or of the bytes. After the caller has had enough, or failed, they still come. */
	happened(fact: Fact): void {
		const { type, channel } = fact;
		const isOver = type === "ended" ? !fact.early : type === "secured" || (type === "failed" && isNetworks(fact.cause));
		if (isOver) this.#flowing.delete(channel);
	}

	/** The first over which something still comes. */
	get flowing(): Channel | undefined {
		return this.#flowing.keys().next().value;
	}

	/** Whether something still comes over one that somebody wants. */
	get isWanted(): boolean {
		return [...this.#flowing.keys()].some((channel) => !this.#left.has(channel));
	}

	#flow(channel: Channel): void {
		this.#flowing.set(channel, { hasBytes: false });
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

	/** All that are open, the oldest first. */
	get all(): readonly Channel[] {
		return [...this.#open];
	}
}
