import type { Direction } from "./fault.ts";

const LINE_FEED = 10;

/** What passes on a connection in one direction, in the pieces that faults are about: lines where they can be read, else as it comes. */
export class Pieces {
	isReadable: boolean;
	/** Told when a line shows that TLS begins. */
	#onTls: () => void = () => undefined;
	#begun: Uint8Array = new Uint8Array(0);

	constructor(isReadable: boolean) {
		this.isReadable = isReadable;
	}

	/** Both directions of a connection: once TLS begins, neither can be read. */
	static both(isReadable: boolean): Record<Direction, Pieces> {
		const [up, down] = [new Pieces(isReadable), new Pieces(isReadable)];
		down.#onTls = () => {
			up.isReadable = false;
			down.isReadable = false;
		};
		return { up, down };
	}

	*cut(chunk: Uint8Array): Generator<Uint8Array, void, void> {
		let left = this.#begun.length > 0 ? Buffer.concat([this.#begun, chunk]) : chunk;
		this.#begun = new Uint8Array(0);
		for (let end = left.indexOf(LINE_FEED); this.isReadable && end >= 0; end = left.indexOf(LINE_FEED)) {
			const line = left.subarray(0, end + 1);
			left = left.subarray(end + 1);
			// RFC 4217, 4: the reply to AUTH, behind which the handshake begins.
			if (new TextDecoder("latin1").decode(line.subarray(0, 4)) === "234 ") this.#onTls();
			yield line;
		}
		if (this.isReadable) this.#begun = left;
		else if (left.length > 0) yield left;
	}

	/** What came last and was no whole line. */
	*rest(): Generator<Uint8Array, void, void> {
		if (this.#begun.length > 0) yield this.#begun;
		this.#begun = new Uint8Array(0);
	}
}
