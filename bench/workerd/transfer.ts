/** How a Worker reaches the sender. */
export interface Server {
	readonly port: number;
	readonly secure: boolean;
}

/** What a transfer came to. */
export interface Outcome {
	readonly byteCount: number;
	readonly milliseconds: number;
}
