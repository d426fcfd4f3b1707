import { demand } from "./demand.ts";
import type { FTPMethods } from "./methods.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";

/** What functions beside the class, such as those for trees, may use of a client. */
export interface Inside {
	readonly keeper: Keeper;
	readonly settings: Settings;
}

const insides = new WeakMap<object, Inside>();

/** Lets `insideOf()` find it. */
export function reveal(client: FTPMethods, inside: Inside): void {
	insides.set(client, inside);
}

/** @throws FTPUsageError BAD_ARGUMENT for what is no client */
export function insideOf(client: FTPMethods): Inside {
	const inside = typeof client === "object" && client !== null ? insides.get(client) : undefined;
	demand(inside !== undefined, "The client must be an FTPClient or an FTPPool");
	return inside;
}
