import { FTPNetworkError } from "../errors/index.ts";

/** A stream of bytes in each direction: TCP, or what the pretend TLS makes of it. */
export interface ByteLayer {
	read(): Promise<Uint8Array | undefined>;
	write(bytes: Uint8Array): Promise<void>;
	end(): Promise<void>;
}

/** The content types of RFC 8446, 5.1. */
export const ALERT = 21;
export const HANDSHAKE = 22;
export const APPLICATION_DATA = 23;

/** Most bytes in one record (RFC 8446, 5.1). */
const LARGEST = 2 ** 14;
const HEADER = 5;
/** What is "encrypted" must not be readable on the wire by accident; it protects nothing. */
const MASK = 0xa5;

export interface TlsRecord {
	readonly type: number;
	readonly payload: Uint8Array;
}

/** Bytes cut into records that look like TLS from outside: type, version 3.3, length, payload. */
export function encodeRecords(type: number, payload: Uint8Array): Uint8Array {
	const records = Math.max(1, Math.ceil(payload.length / LARGEST));
	const bytes = new Uint8Array(payload.length + records * HEADER);
	let at = 0;
	for (let start = 0; start < records * LARGEST; start += LARGEST) {
		const part = payload.subarray(start, start + LARGEST);
		bytes.set([type, 3, 3, part.length >> 8, part.length & 0xff], at);
		bytes.set(
			part.map((byte) => byte ^ MASK),
			at + HEADER,
		);
		at += HEADER + part.length;
	}
	return bytes;
}

/** Puts records together again, however the bytes below are cut. */
export class RecordReader {
	readonly #below: ByteLayer;
	#buffer: Uint8Array = new Uint8Array(0);

	constructor(below: ByteLayer) {
		this.#below = below;
	}

	/** The next record; `undefined` after FIN, also in the middle of a record. */
	async next(): Promise<TlsRecord | undefined> {
		for (;;) {
			const record = this.#cut();
			if (record !== undefined) {
				return record;
			}
			const bytes = await this.#below.read();
			if (bytes === undefined) {
				return undefined;
			}
			const joined = new Uint8Array(this.#buffer.length + bytes.length);
			joined.set(this.#buffer);
			joined.set(bytes, this.#buffer.length);
			this.#buffer = joined;
		}
	}

	#cut(): TlsRecord | undefined {
		const [type = 0, major = 3, minor = 3, high = 0, low = 0] = this.#buffer;
		const length = high * 256 + low;
		if (this.#buffer.length === 0) {
			return undefined;
		}
		if (type < ALERT || type > APPLICATION_DATA || major !== 3 || minor !== 3 || length > LARGEST) {
			throw new FTPNetworkError("CONNECTION_LOST", "Bytes arrived that are no TLS record");
		}
		if (this.#buffer.length < HEADER + length) {
			return undefined;
		}
		const payload = this.#buffer.slice(HEADER, HEADER + length).map((byte) => byte ^ MASK);
		this.#buffer = this.#buffer.subarray(HEADER + length);
		return { type, payload };
	}
}
