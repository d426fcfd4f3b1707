import { FTPNetworkError, FTPTLSError } from "../errors/index.ts";
import {
	ALERT,
	APPLICATION_DATA,
	type ByteLayer,
	encodeRecords,
	HANDSHAKE,
	RecordReader,
	type TlsRecord,
} from "./memory-network-tls-records.ts";

/** What a host shows of itself in the handshake. */
export interface MemoryCertificate {
	/** Names it is good for, `*.` for one more label allowed. */
	readonly names: readonly string[];
	/** False for one that is signed by nobody the client knows. */
	readonly trusted: boolean;
}

/** What both sides know after the handshake. */
export interface TlsState {
	/** The session that this handshake made, for a later one to resume. */
	readonly session: string;
	/** The session that this handshake resumed. */
	readonly resumed?: string;
}

export interface ClientHello {
	readonly serverName: string;
	/** The session the client wants to resume. */
	readonly session?: string;
}

interface ServerHello extends TlsState {
	readonly certificate: MemoryCertificate;
}

const CLOSE_NOTIFY = 0;
const BAD_CERTIFICATE = 42;

/** TLS as far as a test needs it: a handshake, records, close_notify. It looks like TLS on the wire, and protects nothing. */
export class PretendTls implements ByteLayer {
	readonly #below: ByteLayer;
	readonly #records: RecordReader;
	readonly #detectsTruncation: boolean;
	readonly #chunkSize: number;
	#unread: Uint8Array = new Uint8Array(0);
	#end: "clean" | "truncated" | undefined;
	#ending = false;

	constructor(below: ByteLayer, chunkSize: number, detectsTruncation: boolean) {
		this.#below = below;
		this.#records = new RecordReader(below);
		this.#chunkSize = chunkSize;
		this.#detectsTruncation = detectsTruncation;
	}

	/** The client's side of the handshake. Verifies the server's name and certificate. */
	async connect(hello: ClientHello): Promise<TlsState> {
		await this.#say(hello);
		const { certificate, ...state } = await this.#hear<ServerHello>("certificate");
		const named = certificate.names.some((name) => matches(name, hello.serverName));
		if (!certificate.trusted || !named) {
			await this.#below.write(encodeRecords(ALERT, Uint8Array.of(2, BAD_CERTIFICATE)));
			const why = named ? "is signed by nobody known" : `is for ${certificate.names.join(", ")}, not for ${hello.serverName}`;
			throw new FTPTLSError("HANDSHAKE_FAILED", `The server's certificate ${why}`);
		}
		await this.#say({ finished: true });
		return state;
	}

	/** The server's side. `answer` decides about the session. */
	async accept(certificate: MemoryCertificate, answer: (hello: ClientHello) => TlsState): Promise<TlsState> {
		const state = answer(await this.#hear<ClientHello>("serverName"));
		await this.#say({ certificate, ...state });
		await this.#hear<{ finished: true }>("finished");
		return state;
	}

	async read(): Promise<Uint8Array | undefined> {
		while (this.#unread.length === 0 && this.#end === undefined) {
			const record = await this.#records.next();
			if (record?.type === APPLICATION_DATA) {
				this.#unread = record.payload;
			} else {
				const tolerated = record === undefined && !this.#detectsTruncation;
				this.#end = tolerated || isAlert(record, CLOSE_NOTIFY) ? "clean" : "truncated";
			}
		}
		if (this.#unread.length > 0) {
			const bytes = this.#unread.subarray(0, this.#chunkSize);
			this.#unread = this.#unread.subarray(bytes.length);
			return bytes;
		}
		if (this.#end === "truncated") {
			throw new FTPNetworkError("TRUNCATED", "The TLS connection ended without close_notify");
		}
		return undefined;
	}

	async write(bytes: Uint8Array): Promise<void> {
		if (bytes.length > 0) {
			await this.#below.write(encodeRecords(APPLICATION_DATA, bytes));
		}
	}

	async end(): Promise<void> {
		if (!this.#ending) {
			this.#ending = true;
			await this.#below.write(encodeRecords(ALERT, Uint8Array.of(1, CLOSE_NOTIFY)));
			await this.#below.end();
		}
	}

	async #say(message: unknown): Promise<void> {
		await this.#below.write(encodeRecords(HANDSHAKE, new TextEncoder().encode(JSON.stringify(message))));
	}

	/** The next handshake message, which must have the field `has`. */
	async #hear<T>(has: keyof T & string): Promise<T> {
		let record: TlsRecord | undefined;
		let message: unknown;
		try {
			record = await this.#records.next();
			message = record?.type === HANDSHAKE ? JSON.parse(new TextDecoder().decode(record.payload)) : undefined;
		} catch (cause) {
			const what = cause instanceof FTPNetworkError ? "it was broken off" : "what came is no TLS";
			throw new FTPTLSError("HANDSHAKE_FAILED", `The TLS handshake failed: ${what}`, { cause });
		}
		if (typeof message === "object" && message !== null && has in message) {
			return message as T;
		}
		const why = isAlert(record, BAD_CERTIFICATE) ? "the other side did not accept the certificate" : "it was broken off";
		const lost = record === undefined && { cause: new FTPNetworkError("CONNECTION_LOST", "The other side has gone") };
		throw new FTPTLSError("HANDSHAKE_FAILED", `The TLS handshake failed: ${why}`, { ...lost });
	}
}

function isAlert(record: TlsRecord | undefined, description: number): boolean {
	return record?.type === ALERT && record.payload[1] === description;
}

/** RFC 9525, 6.3: without regard to case; a leading `*` stands for exactly one label. */
function matches(pattern: string, name: string): boolean {
	const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
	const dot = given.indexOf(".");
	return wanted === given || (wanted.startsWith("*.") && dot > 0 && wanted.slice(1) === given.slice(dot));
}
