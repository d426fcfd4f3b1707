import type { WholeWorld } from "./world.ts";

/**
 * pyftpdlib forgets a data connection that is reset before it was accepted, and says so after half a minute; Pure-FTPd with TLS never
 * tells the end of a download that was reset.
 */
export const SHORT = { timeouts: { reply: 5_000 } } as const;

/** What is to be cut, and when. */
export interface Cut {
	/** The next connection of this kind that carries so many bytes, in both directions together. */
	readonly kind: "control" | "data";
	readonly after: number;
	/** "reset": RST to both sides; "end": FIN, as if whoever has sent the bytes had sent them all. */
	readonly how: "reset" | "end";
	/** Every other connection, too. */
	readonly all?: boolean;
}

/** The line to a server, which is cut on demand. */
export interface Rough {
	cut(cut: Cut): Promise<void>;
	/** Resets all connections that there are. */
	cutAll(): Promise<void>;
	/** Bytes that data connections have carried so far, in both directions. */
	carried(): Promise<number>;
}

/** A server at the end of such a line. */
export interface RoughWorld extends WholeWorld, Rough {}
