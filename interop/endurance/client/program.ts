/** The process of a client: it gets one task from its parent, tells what came of it, and ends with its parent. */
import { factsOf } from "../process-facts.ts";
import { perform } from "./acts.ts";
import type { Message, Report, Task } from "./task.ts";

process.on("disconnect", () => process.exit());
process.once("message", (task: Task) => {
	const began = performance.now();
	perform(task)
		.then(async (done): Promise<Report> => {
			const seconds = (performance.now() - began) / 1_000;
			return { ...done, peak: (await factsOf("self")).peak, seconds };
		})
		.then(
			(report) => tell({ report }),
			(error) => tell({ failure: inWords(error) }),
		);
});

function tell(message: Message): void {
	process.send?.(message, () => process.disconnect?.());
}

function inWords(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const cause = error.cause === undefined ? "" : `\ncaused by ${inWords(error.cause)}`;
	return `${error.stack ?? error.message}${cause}`;
}
