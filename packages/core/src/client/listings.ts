import type { Entry } from "../listing/entry.ts";
import { ListingParser } from "../listing/listing-parser.ts";
import { parseMlsxLine } from "../listing/mlsx.ts";
import { parseNameLine } from "../listing/names.ts";
import { list, type OnFormat } from "../operations/list.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { ListingSink } from "./sinks.ts";

/** How many entries may wait for their reader before the network is held back. */
const MOST_WAITING = 1000;

type Listing = (path: string, onFormat: OnFormat) => Operation<TransferSummary>;

/** A whole listing. */
export async function listEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
	listing: Listing = list,
): Promise<Entry[]> {
	const entries: Entry[] = [];
	const sink = new ListingSink((more) => {
		for (const entry of more) entries.push(entry);
		return undefined;
	});
	await receive(keeper, settings, path, options, listing, sink);
	return entries;
}

/** A listing as it comes. */
export async function* streamEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
): AsyncIterableIterator<Entry> {
	let waiting: Entry[] = [];
	let arrived = (): void => {};
	let taken = (): void => {};
	let isOver = false;

	const sink = new ListingSink((more) => {
		for (const entry of more) waiting.push(entry);
		arrived();
		if (waiting.length < MOST_WAITING) return undefined;
		return new Promise<void>((resolve) => {
			taken = resolve;
		});
	});
	const finished = receive(keeper, settings, path, options, list, sink).finally(() => {
		isOver = true;
		arrived();
	});
	// Whoever leaves the loop early is not interested in how it ended.
	finished.catch(() => undefined);

	try {
		while (!isOver || waiting.length > 0) {
			const batch = waiting;
			waiting = [];
			yield* batch;
			if (waiting.length === 0 && !isOver) {
				const more = new Promise<void>((resolve) => {
					arrived = resolve;
				});
				taken();
				await more;
			}
		}
		await finished;
	} finally {
		sink.leave();
		taken();
	}
}

async function receive(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
	listing: Listing,
	sink: ListingSink,
): Promise<void> {
	checkDirectory(path);
	checkOptions(options);
	const { session, listingLimits, listingDialects, clock } = settings;
	const dialects = { mlsx: [parseMlsxLine], list: listingDialects, names: [parseNameLine] };
	const onFormat: OnFormat = (format) =>
		sink.begin(new ListingParser({ codec: session.codec, now: clock.now(), dialects: dialects[format], limits: listingLimits }));
	await keeper.perform(() => listing(path, onFormat), { sink, signal: options.signal });
	sink.end();
}
