/** R2 answers now and then that something went wrong on its side. */
const ATTEMPTS = 3;
const DELAY = 200;

/** Does something that changes nothing when it is done twice, and again where R2 has failed. */
export async function again<T>(action: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await action();
		} catch (error) {
			if (attempt === ATTEMPTS) throw error;
			await new Promise((resolve) => setTimeout(resolve, DELAY * attempt));
		}
	}
}
