/** What BoringSSL's workerd hands out at most for a read that asks for one byte or more, whatever the buffer. */
const SMALL_CHUNK = 4096;

/** With it BoringSSL's workerd reads four times as fast as with single chunks; more gains little, and waits longer. */
const LARGEST_MINIMUM = 256 * 1024;

/** A read slower than this was waiting for the network: the next one takes whatever comes. */
const SLOW_MILLISECONDS = 50;

/**
 * How many bytes the next read of a data connection waits for. One byte would always be right, and on rustls it is as fast as
 * anything. On BoringSSL it means 4096 bytes at a time, a quarter of the speed, and only a higher minimum gets more. But a read
 * that waits for many bytes shows no progress meanwhile, and on a slow line would look like a stalled one. So the minimum
 * rises in steps, from the first read that brings exactly that chunk, and only as long as every read is quick.
 */
export class ReadSize {
	minimum = 1;

	/** A read brought `bytes` and took `milliseconds`. */
	learn(bytes: number, milliseconds: number): void {
		if (milliseconds > SLOW_MILLISECONDS) this.minimum = 1;
		else if (bytes === SMALL_CHUNK || this.minimum > 1)
			this.minimum = Math.min(LARGEST_MINIMUM, Math.max(this.minimum, SMALL_CHUNK) * 4);
	}
}
