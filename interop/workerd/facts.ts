/** A server as the Node side describes it, in JSON. */
export interface WorldFacts {
	readonly name: string;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	readonly tls: "none" | "explicit" | "implicit";
	readonly secure: boolean | "implicit";
	readonly path: string;
}
