import type { LabServer } from "../../interop/lab/lab.ts";

/** A way to the servers on which everything takes its time. */
export interface Network {
	/** The name to dial instead of the server's own. */
	reach(server: LabServer): Promise<string>;
	/** Every packet (or piece of a stream) travels half of this many milliseconds. */
	setRoundTrip(milliseconds: number): Promise<void>;
	close(): Promise<void>;
}
