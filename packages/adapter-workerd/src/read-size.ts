/** What BoringSSL's workerd hands out at most for a read that asks for one byte or more, whatever the buffer. */
const SMALL_CHUNK = 4096;

/** Far enough from 4 KiB to triple the speed there; 64 KiB gains little and waits twice as long on a slow line. */
const LARGE_MINIMUM = 32 * 1024;

/** A read slower than this was waiting for the network: the next one takes whatever comes. */
const SLOW_MILLISECONDS = 50;

/**
 * How many bytes the next read of a data connection waits for. One byte would always be right, and on rustls it is as fast as
 * anything. On BoringSSL it means 4096 bytes at a time, a third of the speed, and only a higher minimum gets more. But a read
 * that waits for many bytes shows no progress meanwhile, and on a slow line would look like a stalled one. So the minimum
 * rises when a read brings exactly that chunk, and falls back as soon as a read had to wait.
 */
export class ReadSize {
	#minimum = 1;

	get minimum(): number {
		return this.#minimum;
	}

	/** A read brought `bytes` and took `milliseconds`. */
	learn(bytes: number, milliseconds: number): void {
		if (milliseconds > SLOW_MILLISECONDS) this.#minimum = 1;
		else if (bytes === SMALL_CHUNK) this.#minimum = LARGE_MINIMUM;
	}
}
