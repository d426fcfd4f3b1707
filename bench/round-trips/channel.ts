import type { Bench } from "../lib/group.ts";
import type { Figure } from "../lib/result.ts";

/** What the group's process and its worker tell each other: the worker runs where the network is slow. */
export type Message =
	| { readonly type: "report"; readonly figure: Figure }
	| { readonly type: "say" | "note"; readonly line: string };

/** What the worker is told, as its one argument. */
export interface Assignment {
	readonly network: "packets" | "streams";
	readonly repeats: number;
	readonly isQuick: boolean;
	/** The labels of the cases to run. */
	readonly sessions: readonly string[];
	readonly manyFiles: readonly string[];
}

/** Does what a message says. */
export function receive(bench: Bench, message: Message): void {
	if (message.type === "report") bench.report(message.figure);
	else bench[message.type](message.line);
}
