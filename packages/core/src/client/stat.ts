import { type Finder, placeOf } from "../operations/look-up.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkOptions, checkPath } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import { EntrySink } from "./listings.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";

/** Runs an operation that may have to look for a path in the listing of its directory, and keeps nothing of that but the one entry. */
export async function lookUp<T>(
	keeper: Keeper,
	settings: Settings,
	path: string,
	options: CallOptions,
	operation: (path: string, finder: Finder) => Operation<T>,
): Promise<T> {
	const { name: wanted } = placeOf(checkPath(path));
	const { signal, retry } = checkOptions(options);
	const sink = new EntrySink(settings, ({ name }) => name === wanted);
	const finder: Finder = { onFormat: (format) => sink.onFormat(format), found: () => sink.end()[0] };
	// Where there is MLST, nothing is opened ahead for it.
	return await keeper.perform(() => operation(path, finder), { sink, signal, retry, isTransfer: false });
}
