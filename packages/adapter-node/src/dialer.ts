import { type Dialer, FTPProtocolError, FTPTLSError, FTPUsageError } from "@isoftp/core";
import { NodeConnection, type TlsSetup } from "./connection.ts";
import { type NodeTlsOptions, SecureContexts } from "./tls-options.ts";

export interface NodeDialerOptions {
	readonly tls?: NodeTlsOptions | undefined;
	/** Only addresses of this IP version. Both, unless told. */
	readonly family?: 4 | 6 | undefined;
}

/** Connections over Node's own `net` and `tls`. */
export function nodeDialer(options: NodeDialerOptions = {}): Dialer {
	const tls = options.tls ?? {};
	const setup: TlsSetup = { options: tls, contexts: new SecureContexts(tls) };
	return {
		runtime: "Node.js",
		capabilities: { resumeTls: "explicit", detectsTruncation: true, verifyOtherName: true, customCa: true, listen: false },
		async dial(target, signal) {
			const { host, port, serverName } = target;
			signal.throwIfAborted();
			if (host === "" || !Number.isInteger(port) || port < 1 || port > 65535) {
				// Node takes an empty host for this machine.
				throw new FTPUsageError("BAD_ARGUMENT", `There is no address to dial in host "${host}" port ${port}`);
			}
			const connection = new NodeConnection(target, setup);
			const close = (): void => connection.close();
			signal.addEventListener("abort", close, { once: true });
			try {
				await connection.open({ host, port, ...(options.family && { family: options.family }) });
				if (target.tls === "now") {
					await connection.startTls({ serverName });
				}
				signal.throwIfAborted();
				return connection;
			} catch (error) {
				connection.close();
				throw signal.aborted ? signal.reason : withoutTls(error);
			} finally {
				signal.removeEventListener("abort", close);
			}
		},
	};
}

/** Nothing was agreed on in the clear here, so plain text is not an attack: it is a port that does not begin with TLS. */
function withoutTls(error: unknown): unknown {
	if (error instanceof FTPProtocolError && error.code === "BYTES_BEFORE_TLS") {
		const message = `The port does not begin with TLS, as implicit TLS must: it said "${error.received}"`;
		return new FTPTLSError("HANDSHAKE_FAILED", message, { cause: error });
	}
	return error;
}
