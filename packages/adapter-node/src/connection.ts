import type { TcpNetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import {
	type Bytes,
	type Connection,
	type DialTarget,
	FTPNetworkError,
	FTPProtocolError,
	FTPUsageError,
	type SecureOptions,
} from "@isoftp/core";
import type { OwnStream } from "./byte-stream.ts";
import { CipherTap } from "./cipher-tap.ts";
import { Fate } from "./fate.ts";
import { GivenStream } from "./given-stream.ts";
import { handshake } from "./handshake.ts";
import type { Ends } from "./listen.ts";
import { type LowStream, PlainStream } from "./plain-stream.ts";
import { closedHere, connectFailed, handshakeFailed } from "./socket-errors.ts";
import { SessionTickets } from "./tickets.ts";
import type { NodeTlsOptions, SecureContexts } from "./tls-options.ts";

/** Room for one read: files come in large reads, replies are short. */
const BUFFER_SIZE = { data: 256 * 1024, control: 16 * 1024 };

/** What all connections of a dialer share. */
export interface TlsSetup {
	readonly options: NodeTlsOptions;
	readonly contexts: SecureContexts;
}

/** A socket of Node's, in the clear or with TLS. */
export class NodeConnection implements Connection {
	readonly #target: Pick<DialTarget, "host" | "port" | "purpose">;
	readonly #setup: TlsSetup;
	readonly #fate = new Fate();
	readonly #plain: LowStream;
	#stream: OwnStream;
	#tap: CipherTap | undefined;
	#tls: TLSSocket | undefined;
	#tickets = new SessionTickets();
	#remoteAddress: string;
	#isSecuring = false;
	#closed = false;

	/** @param socket One that is connected already; without it, `open()` makes one. */
	constructor(target: Pick<DialTarget, "host" | "port" | "purpose">, setup: TlsSetup, socket?: Duplex) {
		this.#target = target;
		this.#setup = setup;
		this.#remoteAddress = target.host;
		this.#plain = socket ? new GivenStream(socket, this.#fate) : new PlainStream(BUFFER_SIZE[target.purpose], this.#fate);
		this.#stream = this.#plain;
	}

	get remoteAddress(): string {
		return this.#remoteAddress;
	}

	/** The addresses of both sides; undefined where there is somebody in between. */
	get ends(): Ends | undefined {
		const { localAddress, remoteAddress } = this.#plain instanceof PlainStream ? this.#plain.socket : {};
		return localAddress && remoteAddress ? { localAddress, remoteAddress } : undefined;
	}

	/** Whether the TLS handshake resumed an earlier session. */
	get sessionReused(): boolean {
		return this.#tls?.isSessionReused() ?? false;
	}

	/** The protocol that TLS agreed on, as "TLSv1.3"; `null` without TLS. */
	get tlsProtocol(): string | null {
		return this.#tls?.getProtocol() ?? null;
	}

	/** The curve of the TLS key exchange, as "X25519"; undefined where it was of another kind. */
	get tlsCurve(): string | undefined {
		const info = this.#tls?.getEphemeralKeyInfo();
		return info && "name" in info ? info.name : undefined;
	}

	/** Makes the TCP connection. */
	async open(options: TcpNetConnectOpts): Promise<void> {
		const plain = this.#plain;
		if (!(plain instanceof PlainStream)) return;
		try {
			await plain.connect(options);
		} catch (error) {
			throw error instanceof FTPNetworkError ? connectFailed(this.#target.host, this.#target.port, error.cause) : error;
		}
		this.#remoteAddress = plain.socket.remoteAddress ?? this.#target.host;
	}

	async read(): Promise<Uint8Array | undefined> {
		this.#mustBeOpen();
		return this.#stream.read();
	}

	keep(): Bytes {
		return this.#stream.keep();
	}

	async write(bytes: Uint8Array): Promise<void> {
		this.#mustBeOpen();
		await this.#stream.write(bytes);
	}

	async end(): Promise<void> {
		this.#mustBeOpen();
		await this.#stream.end();
	}

	async startTls({ serverName, resume, writeOnly = false }: SecureOptions): Promise<void> {
		this.#mustBeOpen();
		if (this.#isSecuring) {
			throw new FTPUsageError("BAD_ARGUMENT", "This connection has TLS already");
		}
		const early = this.#plain.unread;
		if (early !== undefined) {
			this.close();
			throw new FTPProtocolError("BYTES_BEFORE_TLS", "nothing before the TLS handshake", early.toString("latin1"));
		}
		const name = this.#setup.options.servername || serverName;
		const control = resume instanceof NodeConnection ? resume : undefined;
		if (control !== undefined) {
			this.#tickets = control.#tickets;
		}
		try {
			await this.#secure(name, control, writeOnly);
		} catch (error) {
			const closed = this.#closed;
			this.close();
			// A connection that breaks down here is as good as a refusal: pyftpdlib resets data connections that come too early.
			throw error instanceof FTPNetworkError && !closed ? handshakeFailed(name, error) : error;
		}
	}

	close(): void {
		if (!this.#closed) {
			this.#closed = true;
			this.#fate.fail(closedHere());
			this.#tls?.destroy();
			this.#tap?.destroy();
			this.#plain.socket.destroy();
		}
	}

	async #secure(name: string, control: NodeConnection | undefined, writeOnly: boolean): Promise<void> {
		const { options, contexts } = this.#setup;
		// vsftpd resumes a session of TLS 1.2 only if the ClientHello does not offer 1.3 as well.
		const protocol = control?.tlsProtocol ?? null;
		const context = contexts.for(protocol, control?.tlsCurve);
		if (this.#plain.hasEnded) {
			throw handshakeFailed(name, new FTPNetworkError("CONNECTION_LOST", "the server has ended the connection"));
		}
		this.#isSecuring = true;
		// Without the tap TLS takes the socket itself, which a stream that somebody else has made need not stand.
		const direct = writeOnly && this.#plain instanceof PlainStream ? this.#plain.socket : undefined;
		const session = control && this.#tickets.take(protocol);
		const { port, purpose } = this.#target;
		const bufferSize = BUFFER_SIZE[purpose];
		const agreed = await handshake(direct ?? this.#tapped(), this.#fate, {
			name,
			port,
			context,
			options,
			tickets: this.#tickets,
			session,
			bufferSize,
		});
		this.#tls = agreed.socket;
		this.#stream = agreed.stream;
	}

	#tapped(): CipherTap {
		const tap = new CipherTap(this.#plain, this.#fate);
		this.#plain.intercept(tap);
		this.#tap = tap;
		return tap;
	}

	#mustBeOpen(): void {
		if (this.#closed) {
			throw closedHere();
		}
	}
}
