import type { Dialect } from "../listing/dialect.ts";
import { defaultDialects } from "../listing/dialects.ts";
import { care } from "./care.ts";
import { type Deflate, deflate } from "./deflate.ts";
import { legacy } from "./encodings/legacy.ts";
import { withMore } from "./more-options.ts";
import { carryOut } from "./optional-effects.ts";
import { readProfile } from "./profile.ts";
import { Retries } from "./retries.ts";
import type { TransferCare } from "./transfer-care.ts";

/**
 * What a client can do besides the protocol itself. The class that is used hands it in, so that a bundle carries only what its class
 * has: nothing that `SmallFTPClient` pulls in may name `allParts`.
 */
export interface Parts {
	/** How lines of LIST may be written, unless the caller says. */
	readonly dialects: readonly Dialect[];
	/** Transfers in MODE Z. */
	readonly deflate?: Deflate;
	/** Effects that only some options lead to. */
	readonly carryOut?: typeof carryOut;
	/** Encodings of names besides UTF-8 and ISO-8859-1. */
	readonly legacy?: typeof legacy;
	/** What another client has learnt of the server. */
	readonly profile?: typeof readProfile;
	/** Calls that are tried again. */
	readonly retries?: typeof Retries;
	/** The options that a small client has not. */
	readonly more?: typeof withMore;
	/** Most options of transfers, and how they go on in another attempt. */
	readonly care: TransferCare;
}

/** Everything there is. */
export const allParts: Parts = {
	dialects: defaultDialects,
	deflate,
	carryOut,
	legacy,
	profile: readProfile,
	retries: Retries,
	more: withMore,
	care,
};
