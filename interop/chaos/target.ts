import type { ChaosProxy } from "./proxy.ts";

/** The folder in which a run works, as the server's own machine sees it. */
export interface Shelf {
	read(name: string): Promise<Uint8Array | undefined>;
	/** Makes the folders above it, too. */
	write(name: string, bytes: Uint8Array): Promise<void>;
	/** All files below it, by their paths, sorted. */
	names(): Promise<string[]>;
}

/** A server with the proxy in front of it, for one run. */
export interface Target {
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	/** The run's folder, as FTP sees it. */
	readonly folder: string;
	readonly shelf: Shelf;
	readonly proxy: ChaosProxy;
	/** Every command that has reached the server, where it tells. */
	readonly commands: readonly string[] | undefined;
	/** Waits until nobody is connected any more, where that can be known. @throws Error where that does not come */
	quiet(): Promise<void>;
	stop(): Promise<void>;
	/** What the server has to say about a run that has failed. */
	log(): Promise<string>;
}
