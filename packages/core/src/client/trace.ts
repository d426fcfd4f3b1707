import type { TraceEvent } from "../protocol/effect.ts";

/** Shows the caller what happens. What watches must not be able to break what it watches. */
export function tellOf(event: TraceEvent, onTrace: ((event: TraceEvent) => void) | undefined): void {
	try {
		// One that is asynchronous fails later.
		Promise.resolve(onTrace?.(event)).catch(() => undefined);
	} catch {
		// Its own affair.
	}
}
