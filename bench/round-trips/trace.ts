import type { TraceEvent } from "@isoftp/adapter-node";

/** Writes down what a client does and when, in round trips since `start()`: it shows what holds a figure back. */
export class Trace {
	readonly #roundTrip: number;
	#begun = 0;
	#lines: string[] = [];

	constructor(roundTrip: number) {
		this.#roundTrip = roundTrip;
	}

	start(): void {
		this.#begun = performance.now();
		this.#lines = [];
	}

	readonly add = (event: TraceEvent): void => {
		const when = (performance.now() - this.#begun) / this.#roundTrip;
		this.#lines.push(`${when.toFixed(2)} ${describe(event)}`);
	};

	get text(): string {
		return this.#lines.join(" | ");
	}
}

function describe(event: TraceEvent): string {
	if (event.type === "command") return `> ${event.line.split(" ")[0]}`;
	if (event.type === "reply" || event.type === "ignored") return `< ${event.code}`;
	return "channel" in event ? `${event.channel} ${event.type}` : event.type;
}
