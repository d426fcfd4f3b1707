import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import type { Bytes } from "./calls.ts";

/**
 * The contract between the client and a runtime: everything isoftp needs of a socket. An adapter is a `Dialer`; the tests
 * that every adapter must pass on its real runtime are `dialerContract()` in `@isoftp/core/testing`.
 */
export interface Dialer {
	/** The runtime's name, for messages: "Node.js", "Cloudflare Workers". */
	readonly runtime: string;
	readonly capabilities: Capabilities;
	/**
	 * Opens a TCP connection, with TLS at once for `tls: "now"`.
	 * @throws FTPNetworkError when it cannot be made, FTPTLSError when its TLS fails. Aborting `signal` ends the attempt at once
	 * and rejects with the signal's reason.
	 */
	dial(target: DialTarget, signal: AbortSignal): Promise<Connection>;
	/**
	 * Opens a port for one connection, at the control connection's own address: active mode. There where `capabilities.listen` is true.
	 * @throws FTPNetworkError CONNECT_FAILED when no port can be had. Aborting `signal` closes the port, and rejects a pending `accept()`
	 * with the signal's reason; it has no effect on a connection that was accepted.
	 */
	listen?(options: ListenOptions, signal: AbortSignal): Promise<Listener>;
	/** Begins a hash, for `verify`; undefined for an algorithm that the runtime does not have. CRC32 the client has itself. */
	digest?(algorithm: HashAlgorithm): Digest | undefined;
}

/** A hash in the making. */
export interface Digest {
	/** Takes bytes, which may change as soon as it returns; a promise holds back what follows. */
	update(bytes: Uint8Array): Promise<void> | undefined;
	/** The hash of all of them in lower-case hex. To be called once. */
	hex(): Promise<string>;
}

export interface ListenOptions {
	/** The only one who may connect is the other side of this one; and the port is open at the address of its own side. */
	readonly control: Connection;
	/** The first and the last of the ports to choose from; any port, unless told. */
	readonly ports?: readonly [from: number, to: number] | undefined;
}

/** An open port. */
export interface Listener {
	/** Its address: an IP address, as this machine knows it. */
	readonly host: string;
	readonly port: number;
	/**
	 * The connection of the control connection's other side, which may be there already; others are closed. The port is closed as
	 * soon as it is there. To be called once.
	 * @throws FTPNetworkError CONNECT_FAILED when too many others have come
	 */
	accept(): Promise<Connection>;
}

/** What the runtime can do. A `false` becomes a clear error that names the runtime, never a silent pass. */
export interface Capabilities {
	/** "explicit": it resumes the session it is told to. "implicit": it may resume, nobody can tell which. "never". */
	readonly resumeTls: "explicit" | "implicit" | "never";
	/** Whether it can tell a TLS connection that was cut from one that ended with close_notify. */
	readonly detectsTruncation: boolean;
	/** Whether it may be told to verify another name than the one dialled. */
	readonly verifyOtherName: boolean;
	readonly customCa: boolean;
	/** Whether it can let the server connect to it (`Dialer.listen`), for active mode. */
	readonly listen: boolean;
	/** Whether the runtime's streams of type "bytes" give a reader what was put in, not small pieces of it. True unless told. */
	readonly byteStreams?: boolean;
}

export interface DialTarget {
	readonly host: string;
	readonly port: number;
	/** "later" when `startTls()` will be called: some runtimes must know at connect time. */
	readonly tls: "never" | "later" | "now";
	/** The name to verify and to send as SNI for `tls: "now"`. */
	readonly serverName: string;
	readonly purpose: "control" | "data";
}

export interface SecureOptions {
	/** The name to verify and to send as SNI. */
	readonly serverName: string;
	/** The connection whose TLS session should be resumed and whose TLS version kept: the control connection, for data. */
	readonly resume?: Connection;
	/**
	 * It is for an upload: nothing that will be read matters, not even whether it was cut short. A runtime that has to pay for telling
	 * that can save it.
	 */
	readonly writeOnly?: boolean;
}

/** One byte stream in each direction. Nothing here is called twice at the same time, except `close()`. */
export interface Connection {
	/** The address of the other side where the runtime knows it, else what was dialled. */
	readonly remoteAddress: string;
	/**
	 * The next bytes, as many as are there (never an empty array); `undefined` after a clean end. They are valid until the next
	 * call: copy what is kept, or `keep()` it.
	 * @throws FTPNetworkError: CONNECTION_LOST after a reset, TRUNCATED for TLS without close_notify where that can be told.
	 * After `close()` it rejects.
	 */
	read(): Promise<Uint8Array | undefined>;
	/**
	 * Gives the bytes of the last `read()` for good, in an array whose buffer is used by nobody else. It is called at most once for each
	 * read, before anything else happens. An adapter has it that reads into large buffers: it can part with one instead of copying it.
	 */
	keep?(): Bytes;
	/**
	 * Sends all of `bytes`; resolves when there is room for more (back-pressure) and the array may be reused by the caller.
	 * @throws FTPNetworkError
	 */
	write(bytes: Uint8Array): Promise<void>;
	/** Sends what is pending, then close_notify (TLS), then FIN; resolves when all is handed over. Reading goes on. */
	end(): Promise<void>;
	/**
	 * Turns this connection into TLS, as client. No read or write may be pending.
	 * @throws FTPTLSError for handshake and certificate; FTPProtocolError BYTES_BEFORE_TLS if bytes have arrived unread.
	 */
	startTls(options: SecureOptions): Promise<void>;
	/** Releases everything at once. Safe at any time and twice; never throws. What was written before `end()` resolved may be lost. */
	close(): void;
}
