import { abortChecks } from "./aborts.ts";
import { changeChecks } from "./changes.ts";
import { encodingChecks } from "./encodings.ts";
import { listingChecks } from "./listings.ts";
import { loginChecks } from "./logins.ts";
import { lookupChecks } from "./lookups.ts";
import { metadataChecks } from "./metadata.ts";
import { modeChecks } from "./modes.ts";
import { poolChecks } from "./pools.ts";
import { sessionChecks } from "./sessions.ts";
import { transferChecks } from "./transfers.ts";
import type { Check } from "./world.ts";

export { activeChecks, activeRefusedChecks } from "./active.ts";
export { type Bucket, type BucketWorld, bucketChecks } from "./buckets.ts";
export { badCertificateChecks, noTlsChecks, notImplicitChecks, notImplicitUnseenChecks } from "./certificates.ts";
export { keepAliveChecks } from "./keep-alive.ts";
export { clockChecks } from "./lookups.ts";
export { fewSessionsChecks, poolTicketChecks } from "./pools.ts";
export { resumedChecks, strictChecks } from "./resumed.ts";
export type { Cut, Rough, RoughWorld } from "./rough.ts";
export { type SpectrumWorld, spectrumChecks } from "./spectrum.ts";
export { cutTreeChecks, treeChecks } from "./trees.ts";
export { usageChecks } from "./usage.ts";
export type { Check, ClientOptions, Disk, WholeWorld, World } from "./world.ts";

/** What must work on every server, in every mode it has, by theme. */
export const matrix: Readonly<
	Record<"sessions" | "listings" | "transfers" | "changes" | "metadata" | "aborts" | "pools", readonly Check[]>
> = {
	sessions: [...sessionChecks, ...loginChecks],
	listings: [...listingChecks, ...encodingChecks, ...lookupChecks],
	transfers: [...transferChecks, ...modeChecks],
	changes: changeChecks,
	metadata: metadataChecks,
	aborts: abortChecks,
	pools: poolChecks,
};
