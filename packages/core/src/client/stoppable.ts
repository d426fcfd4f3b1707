/**
 * A signal that the caller's own aborts, and `stop` too: a stream that is let go of ends its transfer. `release` is to be called when all
 * is over, since the caller's signal may live much longer. Not by `AbortSignal.any()`, which refuses signals of another realm.
 */
export function stoppable(given: AbortSignal | undefined): {
	readonly signal: AbortSignal;
	stop(reason: unknown): void;
	release(): void;
} {
	const stopping = new AbortController();
	const stop = (reason: unknown): void => stopping.abort(reason);
	const follow = (): void => stop(given?.reason);
	if (given?.aborted) follow();
	else given?.addEventListener("abort", follow);
	return { signal: stopping.signal, stop, release: () => given?.removeEventListener("abort", follow) };
}
