import type { Entry } from "../listing/entry.ts";
import { fixedZone, utcZone, type Zone, zoneOf } from "../listing/zone.ts";
import type { DatedFile } from "../operations/utc-offset.ts";
import type { ServerProfile } from "../protocol/facts.ts";
import { demand } from "./demand.ts";

/** The time zone of a server's clock, as far as it is known. */
export interface ServerZone {
	/** The zone; `undefined` while it is still to be found out. */
	known(): Zone | undefined;
	/** Files by which to find it out. */
	samples(directory: string, entries: readonly Entry[]): readonly DatedFile[];
	/** Told how many of them a listing has asked about, once it is over. */
	asked(files: number): void;
}

/** How many files are asked about, until the server's clock is taken to show UTC. */
const MOST_SAMPLES = 3;

/** The zone for a `serverTimeZone` option. @throws FTPUsageError BAD_ARGUMENT */
export function serverZoneOf(option: string | number, profile: ServerProfile): ServerZone {
	if (option === "auto") return new FoundZone(profile);
	const isZone = typeof option === "string" || typeof option === "number";
	demand(isZone, 'serverTimeZone must be "auto", the name of a time zone, or minutes ahead of UTC');
	const zone = zoneOf(option);
	return { known: () => zone, samples: () => [], asked: () => {} };
}

/** The zone that is found out by the first listing that allows it, and then kept in the server's profile. */
class FoundZone implements ServerZone {
	readonly #profile: ServerProfile;
	#left = MOST_SAMPLES;

	constructor(profile: ServerProfile) {
		this.#profile = profile;
	}

	known(): Zone | undefined {
		const { utcOffset } = this.#profile;
		if (utcOffset !== undefined) return fixedZone(utcOffset);
		return this.#left > 0 ? undefined : utcZone;
	}

	/** The latest: where clocks change in summer, the offset that is found is today's. A time without minutes tells no offset. */
	samples(directory: string, entries: readonly Entry[]): readonly DatedFile[] {
		if (this.known()) return [];
		const files: DatedFile[] = [];
		const prefix = directory === "" || directory.endsWith("/") ? directory : `${directory}/`;
		for (const { type, name, modifiedAt, modifiedAtPrecision } of entries) {
			if (type !== "file" || !modifiedAt || modifiedAtPrecision === "day") continue;
			files.push({ path: `${prefix}${name}`, listedAt: modifiedAt.getTime() });
			files.sort((one, other) => other.listedAt - one.listedAt).splice(this.#left);
		}
		return files;
	}

	/** Not before: another session's listing must not take a question that is still open, or was lost, for silence. */
	asked(files: number): void {
		this.#left -= files;
	}
}
