import type { TraceEvent } from "@isoftp/core";
import type { Report, Transfer } from "./task.ts";

/** Writes down what a client tells of itself. */
export class Witness {
	readonly #retries: Record<string, number> = {};
	readonly #transfers: Transfer[] = [];
	#offset = 0;
	readonly #granted: number[] = [];

	readonly onTrace = (event: TraceEvent): void => {
		if (event.type === "retry") {
			// Numbers and names in it would make each one a reason of its own.
			const reason = event.reason.replace(/"[^"]*"/g, '"..."').replace(/\d+/g, "n");
			this.#retries[reason] = (this.#retries[reason] ?? 0) + 1;
		} else if (event.type === "pool") {
			this.#granted.push(event.sessions);
		} else if (event.type === "command") {
			this.#command(event.line);
		}
	};

	#command(line: string): void {
		const [verb = "", ...rest] = line.split(" ");
		if (verb === "REST") this.#offset = Number(rest[0]);
		if (verb !== "RETR" && verb !== "STOR") return;
		this.#transfers.push({ verb, path: rest.join(" "), offset: this.#offset });
		this.#offset = 0;
	}

	get told(): Pick<Report, "retries" | "transfers" | "granted"> {
		return { retries: this.#retries, transfers: this.#transfers, granted: this.#granted };
	}
}
