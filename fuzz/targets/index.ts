import { fuzzCodecs } from "./codecs.ts";
import { fuzzCommand } from "./command.ts";
import { dialectTargets } from "./dialects.ts";
import { fuzzFeatures } from "./features.ts";
import { fuzzListing } from "./listing.ts";
import { fuzzMlsx } from "./mlsx.ts";
import { fuzzPassive } from "./passive.ts";
import { fuzzReplies } from "./replies.ts";
import { fuzzSession } from "./session.ts";
import { fuzzUrl } from "./url.ts";
import { fuzzWorkingDirectory } from "./working-directory.ts";

/** Everything that can be fuzzed, by name. Each takes any bytes, and throws when something that must hold does not. */
export const targets: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
	replies: fuzzReplies,
	features: fuzzFeatures,
	passive: fuzzPassive,
	workingDirectory: fuzzWorkingDirectory,
	listing: fuzzListing,
	mlsx: fuzzMlsx,
	...dialectTargets,
	command: fuzzCommand,
	codecs: fuzzCodecs,
	url: fuzzUrl,
	session: fuzzSession,
};
