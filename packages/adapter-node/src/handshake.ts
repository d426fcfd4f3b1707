import { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { connect, checkServerIdentity as nodesCheck, type PeerCertificate, type SecureContext, type TLSSocket } from "node:tls";
import { FTPNetworkError } from "@isoftp/core";
import { CipherTap } from "./cipher-tap.ts";
import type { Fate } from "./fate.ts";
import { handshakeFailed } from "./socket-errors.ts";
import type { SessionTickets } from "./tickets.ts";
import type { NodeTlsOptions } from "./tls-options.ts";
import { TlsStream } from "./tls-stream.ts";

export interface HandshakeOptions {
	readonly bufferSize: number;
	readonly name: string;
	readonly port: number;
	readonly context: SecureContext;
	readonly options: NodeTlsOptions;
	readonly tickets: SessionTickets;
	readonly session: Buffer | undefined;
}

export interface Secured {
	readonly socket: TLSSocket;
	readonly stream: TlsStream;
}

/**
 * TLS as the client, verified before it resolves.
 * @param below What it runs on. The socket itself, without a tap, will do where a cut does not matter; that saves a copy in each direction.
 */
export function handshake(below: CipherTap | Socket, fate: Fate, target: HandshakeOptions): Promise<Secured> {
	const tap = below instanceof CipherTap ? below : undefined;
	const { name, options } = target;
	return fate.until<Secured>((resolve, reject) => {
		const failed = (cause: unknown): void => reject(handshakeFailed(name, cause));
		try {
			const socket = connect({
				socket: below,
				secureContext: target.context,
				// Node takes the name to verify from here when there is no SNI, and gives a session back only to the name it came from.
				host: name,
				port: target.port,
				// RFC 6066, 3: SNI is for names, not for addresses.
				...(isIP(name) === 0 && { servername: name }),
				...(target.session && { session: target.session }),
				checkServerIdentity: options.checkServerIdentity ?? checkServerIdentity,
				rejectUnauthorized: options.rejectUnauthorized !== false,
			});
			socket.on("session", (session) => target.tickets.add(session));
			socket.on("error", failed);
			socket.on("close", () => failed(new FTPNetworkError("CONNECTION_LOST", "the connection was closed")));
			// Made here and not by whom the promise tells, because the end of an empty file may come before it is told.
			socket.once("secureConnect", () => {
				const secured = { socket, stream: new TlsStream(socket, tap, target.bufferSize, fate) };
				// Without the tap OpenSSL is still on the stack, and could not say close_notify if an empty upload ended now.
				tap ? resolve(secured) : setImmediate(resolve, secured);
			});
			if (tap) tap.onFin = () => failed(new FTPNetworkError("CONNECTION_LOST", "the server ended the connection"));
		} catch (cause) {
			failed(cause);
		}
	});
}

/** Node 22.23's own takes an IPv6 address for a name, and finds it in no certificate. */
function checkServerIdentity(name: string, certificate: PeerCertificate): Error | undefined {
	const isItsAddress = isIP(name) === 6 && new X509Certificate(certificate.raw).checkIP(name) !== undefined;
	return isItsAddress ? undefined : nodesCheck(name, certificate);
}
