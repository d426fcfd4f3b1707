import type { ListingFormat } from "../listing/dialects.ts";
import type { Entry } from "../listing/entry.ts";
import { ListingParser } from "../listing/listing-parser.ts";
import { parseMlsxLine } from "../listing/mlsx.ts";
import { parseNameLine } from "../listing/names.ts";
import { list, type OnFormat } from "../operations/list.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";

/** An operation that lists a directory, and says how to read it. */
export type Listing = (path: string, onFormat: OnFormat) => Operation<TransferSummary>;

/** Makes entries of the bytes of a listing, all or some. One that is asked for again begins anew. */
export class EntrySink implements Sink {
	readonly #settings: Settings;
	readonly #isWanted: ((entry: Entry) => boolean) | undefined;
	#parser: ListingParser | undefined;
	#entries: Entry[] = [];

	constructor(settings: Settings, isWanted?: (entry: Entry) => boolean) {
		this.#settings = settings;
		this.#isWanted = isWanted;
	}

	onFormat(format: ListingFormat): void {
		this.#parser = parserFor(this.#settings, format);
		this.#entries = [];
	}

	write(bytes: Uint8Array): undefined {
		this.#add(this.#parser?.push(bytes));
	}

	/** All of them, once there are no more bytes. */
	end(): Entry[] {
		this.#add(this.#parser?.end());
		return this.#entries;
	}

	#add(more: readonly Entry[] = []): void {
		for (const entry of more) if (this.#isWanted?.(entry) ?? true) this.#entries.push(entry);
	}
}

/** A whole listing. */
export async function listEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
	listing: Listing = list,
): Promise<Entry[]> {
	checkDirectory(path);
	const { signal, retry } = checkOptions(options);
	const sink = new EntrySink(settings);
	await keeper.perform(() => listing(path, (format) => sink.onFormat(format)), { sink, signal, retry });
	return sink.end();
}

export function parserFor(settings: Settings, format: ListingFormat): ListingParser {
	const { session, limits, listingDialects, clock, serverZone } = settings;
	const dialects = { mlsx: [parseMlsxLine], list: listingDialects, names: [parseNameLine] }[format];
	return new ListingParser({
		codec: session.codec,
		now: clock.now(),
		zone: serverZone?.known(),
		dialects,
		limits,
	});
}
