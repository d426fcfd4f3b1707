import { newProfile, type ServerProfile } from "../protocol/facts.ts";
import { demand } from "./demand.ts";

/** No place on earth is further from UTC, in minutes; a clock that is set wrong may be. */
const FURTHEST_OFFSET = 24 * 60;

/**
 * A profile that was kept elsewhere, made into one to go on with. It is only advice: what is not of the right type, or not known (it
 * may come from another version of this package), is left out. Nothing of the object itself is used further.
 * @throws FTPUsageError BAD_ARGUMENT for what is no object at all
 */
export function readProfile(given: unknown): ServerProfile {
	const profile = newProfile();
	demand(given === undefined || typeof given === "object", "profile must be an object, as client.profile gives it");
	for (const key of Object.keys(profile) as (keyof ServerProfile)[]) {
		const value: unknown = Object.hasOwn(given ?? {}, key) ? (given as ServerProfile)[key] : undefined;
		if (key === "utcOffset") {
			if (Number.isInteger(value) && Math.abs(Number(value)) <= FURTHEST_OFFSET) profile.utcOffset = Number(value);
		} else if (typeof value === "boolean") profile[key] = value;
	}
	// That everything went well in one write, then and there, says nothing of the network on the way now.
	if (profile.isLockStep === false) profile.isLockStep = undefined;
	// It must be right: with the other answer, names with 0xFF are those of other files. To ask anew costs a round trip, there alone.
	profile.isTelnet = undefined;
	return profile;
}
