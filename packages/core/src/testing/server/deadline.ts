import type { Clock } from "../../client/clock.ts";

/** Waits for `work`; when it takes too long, `onExpiry` must make it end. */
export async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>, onExpiry: () => void): Promise<T> {
	const cancel = clock.after(milliseconds, onExpiry);
	try {
		return await work;
	} finally {
		cancel();
	}
}
