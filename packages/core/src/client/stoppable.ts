/** A signal that the caller's own aborts, and `stop` too: a stream that is let go of ends its transfer. */
export function stoppable(signal: AbortSignal | undefined): { readonly signal: AbortSignal; stop(reason: unknown): void } {
	const stopping = new AbortController();
	return {
		signal: signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal,
		stop: (reason) => stopping.abort(reason),
	};
}
