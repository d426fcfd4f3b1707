import type { FTPError } from "@isoftp/core";

/** How a connection failed, if it did, told to everybody who waits on it: no read, write or handshake is left hanging. */
export class Fate {
	#failure: FTPError | undefined;
	readonly #waiting = new Set<(failure: FTPError) => void>();

	/** The first failure is the cause of the others, and counts. */
	fail(failure: FTPError): void {
		if (this.#failure === undefined) {
			this.#failure = failure;
			for (const reject of [...this.#waiting]) {
				reject(failure);
			}
		}
	}

	/** What `start` resolves or rejects, unless the connection fails first. */
	until<T>(start: (resolve: (value: T) => void, reject: (error: FTPError) => void) => void): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (this.#failure !== undefined) {
				reject(this.#failure);
				return;
			}
			const failed = (failure: FTPError): void => {
				this.#waiting.delete(failed);
				reject(failure);
			};
			this.#waiting.add(failed);
			start((value) => {
				this.#waiting.delete(failed);
				resolve(value);
			}, failed);
		});
	}
}
