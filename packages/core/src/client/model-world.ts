// For tests only.

import type { MemoryFiles } from "../testing/memory-files.ts";
import type { Answer, DataFault, MemoryServerOptions } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import type { ModelState } from "./model-files.ts";

/** What goes wrong while some calls are made. */
export type Fault =
	| { readonly type: "none" }
	/** At the so-many-th command: the connection is lost before it is read, or before it is answered; or the server says something else. */
	| { readonly type: "unread" | "unanswered" | "farewell" | "refusal" | "swallowed" | "late"; readonly at: number }
	| { readonly type: "data"; readonly how: DataFault["how"]; readonly after: number };

/** Less than any patience that a client has. */
const LATE = 700;

/** Time that passes in turns of the event loop, which are shorter than the shortest timer. */
export class QuickClock extends VirtualClock {
	override settle(): Promise<void> {
		return new Promise((resolve) => setImmediate(resolve));
	}
}

declare function setImmediate(callback: () => void): void;

/** A server's misfortunes, one at a time. */
export class Misfortune {
	readonly #clock: VirtualClock;
	#fault: Fault = { type: "none" };
	#commands = 0;

	constructor(clock: VirtualClock) {
		this.#clock = clock;
	}

	/** From here on, until the next one. */
	set(fault: Fault): void {
		this.#fault = fault;
		this.#commands = 0;
	}

	/** For the options of a server. */
	readonly onCommand: NonNullable<MemoryServerOptions["onCommand"]> = (_command, _args, session) => {
		const fault = this.#fault;
		if (!("at" in fault) || this.#commands++ !== fault.at) return undefined;
		return this.#strike(fault.type, session);
	};

	readonly onTransfer = (): DataFault | undefined => {
		const fault = this.#fault;
		if (fault.type !== "data") return undefined;
		this.#fault = { type: "none" };
		return { how: fault.how, after: fault.after };
	};

	#strike(type: Fault["type"], session: ServerSession): Answer | Promise<Answer> {
		switch (type) {
			case "unread":
				session.connection.close();
				return [];
			case "unanswered":
				session.connection.close();
				return undefined;
			case "farewell":
				session.leaving = true;
				return ["421 Good bye"];
			case "refusal":
				return ["450 Not now"];
			case "swallowed":
				return [];
			default:
				return new Promise((resolve) => this.#clock.after(LATE, () => resolve(undefined)));
		}
	}
}

/** What a server has, as the model has it. */
export function filesOf(files: MemoryFiles, path = ""): Map<string, string | null> {
	const all = new Map<string, string | null>();
	for (const { name, type } of files.list(path === "" ? "/" : path)) {
		const below = `${path}/${name}`;
		all.set(below, type === "directory" ? null : files.text(below));
		if (type === "directory") for (const [deeper, content] of filesOf(files, below)) all.set(deeper, content);
	}
	return all;
}

/** For a message: what there may be. */
export function described(states: readonly ModelState[]): string {
	return states.map(({ files, place }) => `in ${place || "/"}: ${JSON.stringify(Object.fromEntries(files))}`).join("\n");
}
