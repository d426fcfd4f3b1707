import { isIP } from "node:net";
import { type Dialer, FTPProtocolError, FTPTLSError, FTPUsageError } from "@isoftp/core";
import { checkedTls } from "./check-tls.ts";
import { NodeConnection, type TlsSetup } from "./connection.ts";
import { nodeDigest } from "./digest.ts";
import { Ports } from "./listen.ts";
import { type ProxyConnect, throughProxy } from "./proxy.ts";
import { type NodeTlsOptions, SecureContexts } from "./tls-options.ts";

export interface NodeDialerOptions {
	readonly tls?: NodeTlsOptions | undefined;
	/** Only addresses of this IP version. Both, unless told; with `localAddress`, its version. */
	readonly family?: 4 | 6 | undefined;
	/** The IP address of this machine that connections are made from; the system chooses one, unless told. */
	readonly localAddress?: string | undefined;
	/** Makes every TCP connection in place of Node's `net`; it cannot be used together with `localAddress` and `family`. */
	readonly proxy?: ProxyConnect | undefined;
}

/**
 * Connections over Node's own `net` and `tls`.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function nodeDialer(options: NodeDialerOptions = {}): Dialer {
	check(options);
	const { proxy } = options;
	const local = localEnd(options);
	const tls = checkedTls(options.tls);
	const setup: TlsSetup = { options: tls, contexts: new SecureContexts(tls) };
	const ports = new Ports();
	return {
		runtime: proxy ? "Node.js behind a proxy" : "Node.js",
		capabilities: {
			resumeTls: "explicit",
			detectsTruncation: true,
			verifyOtherName: true,
			customCa: true,
			// What a server connects to is the proxy's side, if it gets there at all.
			listen: !proxy,
		},
		digest: nodeDigest,
		async dial(target, signal) {
			const { host, port, serverName } = target;
			signal.throwIfAborted();
			if (host === "" || !Number.isInteger(port) || port < 1 || port > 65535) {
				// Node takes an empty host for this machine.
				throw new FTPUsageError("BAD_ARGUMENT", `There is no address to dial in host "${host}" port ${port}`);
			}
			// What is wrong about the options shows before anything is dialled, not when AUTH has been sent.
			if (target.tls !== "never") setup.contexts.for();
			const socket = proxy && (await throughProxy(proxy, target, signal));
			const connection = new NodeConnection(target, setup, socket);
			const close = (): void => connection.close();
			signal.addEventListener("abort", close, { once: true });
			try {
				if (!socket) await connection.open({ host, port, ...local });
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
		async listen({ control, ports: range }, signal) {
			const ends = control instanceof NodeConnection ? control.ends : undefined;
			if (!ends) throw new FTPUsageError("BAD_ARGUMENT", "There is no control connection whose other side could connect");
			const open = await ports.open(ends, range, signal);
			const { host, port } = open;
			const target = { host: ends.remoteAddress, port, purpose: "data" } as const;
			return { host, port, accept: async () => new NodeConnection(target, setup, await open.accept()) };
		},
	};
}

function check({ family, localAddress, proxy }: NodeDialerOptions): void {
	const demand = (isRight: boolean, message: string): void => {
		if (!isRight) throw new FTPUsageError("BAD_ARGUMENT", message);
	};
	demand(family === undefined || family === 4 || family === 6, "family must be 4 or 6");
	demand(
		localAddress === undefined || (typeof localAddress === "string" && isIP(localAddress) !== 0),
		"localAddress must be an IP address of this machine",
	);
	demand(!localAddress || !family || isIP(localAddress) === family, "localAddress is not of that family");
	demand(proxy === undefined || typeof proxy === "function", "proxy must be a function that makes a connection");
	demand(!proxy || (!localAddress && !family), "localAddress and family are the proxy's choice");
}

/** Where connections come from, as Node wants to be told. */
function localEnd({ family, localAddress }: NodeDialerOptions): { family?: 4 | 6; localAddress?: string } {
	const version = family ?? (localAddress && isIP(localAddress) === 6 ? 6 : localAddress ? 4 : undefined);
	return { ...(version && { family: version }), ...(localAddress && { localAddress }) };
}

/** Nothing was agreed on in the clear here, so plain text is not an attack: it is a port that does not begin with TLS. */
function withoutTls(error: unknown): unknown {
	if (error instanceof FTPProtocolError && error.code === "BYTES_BEFORE_TLS") {
		const message = `The port does not begin with TLS, as implicit TLS must: it said "${error.received}"`;
		return new FTPTLSError("HANDSHAKE_FAILED", message, { cause: error });
	}
	return error;
}
