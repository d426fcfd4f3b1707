import type { ListingFormat } from "../listing/dialects.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { askForAllFacts } from "./all-facts.ts";
import { list, listHidden } from "./list.ts";
import { listByStat } from "./list-by-stat.ts";
import { type DatedFile, findUtcOffset } from "./utc-offset.ts";

/** How a directory is to be listed. */
export interface ListingRequest {
	/** With the names that the server hides otherwise. */
	readonly hidden: boolean;
	/** By the control connection alone. */
	readonly onControl: boolean;
}

/** Who takes in a listing. Its bytes, where it has any, go by the driver. */
export interface ListingReader {
	/** Called before anything of a listing comes, and again where it is asked for once more. */
	onFormat(format: ListingFormat): void;
	/** A whole listing that came in a reply. */
	onLines(lines: readonly string[]): void;
	/** Files by whose times the server's time zone can be found out; none where it is known, or nobody wants to know. */
	samples(): readonly DatedFile[];
}

/** Lists a directory in the way that is asked for, and finds out the server's time zone where that is wanted, while it is this call's turn. */
export function* listInFull(path: string, request: ListingRequest, reader: ListingReader): Operation<void> {
	let format: ListingFormat = "list";
	const onFormat = (told: ListingFormat): void => {
		format = told;
		reader.onFormat(told);
	};
	if (request.onControl) {
		const lines = yield* listByStat(path, request.hidden);
		onFormat("list");
		reader.onLines(lines);
	} else {
		// A bad path is found before anything is sent.
		yield* encode("LIST", path);
		yield* askForAllFacts();
		yield* (request.hidden ? listHidden : list)(path, onFormat);
	}
	const { profile } = (yield* sessionFacts()).options;
	// Only LIST tells local time.
	if (format === "list" && profile.utcOffset === undefined) yield* findUtcOffset(reader.samples());
}
