import { FTPNetworkError } from "./network-error.ts";
import { FTPTLSError } from "./tls-error.ts";

/** Whether a connection failed by itself; everything else that ends a transfer comes from the caller's side. */
export function isNetworks(cause: unknown): boolean {
	return cause instanceof FTPNetworkError || cause instanceof FTPTLSError;
}
