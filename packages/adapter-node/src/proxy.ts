import type { Duplex } from "node:stream";
import { type DialTarget, FTPError, FTPNetworkError, FTPUsageError } from "@isoftp/core";
import { reasonOf } from "./socket-errors.ts";

/** Where a connection is to go. */
export type ProxyTarget = Pick<DialTarget, "host" | "port" | "purpose">;

/**
 * Makes a TCP connection to `target` in a way of its own, such as through a proxy, and gives its socket: a `net.Socket`, a `tls.TLSSocket`, or
 * any other Duplex of bytes, not read from yet. The TLS of FTP goes on top of it. `signal` is aborted when it is no longer wanted.
 */
export type ProxyConnect = (target: ProxyTarget, signal: AbortSignal) => Promise<Duplex>;

/**
 * @throws FTPNetworkError CONNECT_FAILED with what the proxy threw as its cause; FTPUsageError BAD_ARGUMENT when it gave no socket; the
 * signal's reason, without waiting for a proxy that does not look at it
 */
export async function throughProxy(
	proxy: ProxyConnect,
	{ host, port, purpose }: ProxyTarget,
	signal: AbortSignal,
): Promise<Duplex> {
	signal.throwIfAborted();
	const making = (async () => await proxy({ host, port, purpose }, signal))();
	let stop = (): void => undefined;
	const aborted = new Promise<never>((_, reject) => {
		stop = () => reject(signal.reason);
		signal.addEventListener("abort", stop, { once: true });
	});
	try {
		const socket: unknown = await Promise.race([making, aborted]);
		if (!isDuplex(socket)) throw new FTPUsageError("BAD_ARGUMENT", "The proxy must give a socket, or another Duplex stream");
		return socket;
	} catch (cause) {
		if (signal.aborted) {
			making.then(discard, () => undefined);
			throw signal.reason;
		}
		if (cause instanceof FTPError) throw cause;
		throw new FTPNetworkError("CONNECT_FAILED", `No connection to ${host} port ${port} by the proxy: ${reasonOf(cause)}`, {
			cause,
		});
	} finally {
		signal.removeEventListener("abort", stop);
	}
}

function isDuplex(socket: unknown): socket is Duplex {
	const { on, pause, write, destroy } = (socket ?? {}) as Record<string, unknown>;
	return [on, pause, write, destroy].every((method) => typeof method === "function");
}

/** Nobody wants it any more, and nobody wants to hear how it ends. */
function discard(socket: unknown): void {
	if (!isDuplex(socket)) return;
	socket.on("error", () => undefined);
	socket.destroy();
}
