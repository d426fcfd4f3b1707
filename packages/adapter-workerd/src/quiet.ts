/**
 * Takes note of a promise whose result nobody asks for. workerd rejects the promises of a socket (opened, closed, a reader's and
 * a writer's closed) long after the socket was given up; without a handler each would count as an unhandled rejection.
 */
export function settleQuietly(promise: Promise<unknown>): void {
	promise.then(ignore, ignore);
}

/** Calls what may throw at once or reject later, when neither matters any more: on the way out. */
export function callQuietly(call: () => Promise<unknown>): void {
	try {
		settleQuietly(call());
	} catch {
		// A stream that is already closed or errored says so by throwing.
	}
}

function ignore(): void {}
