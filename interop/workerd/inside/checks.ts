import {
	activeRefusedChecks,
	type BucketWorld,
	badCertificateChecks,
	bucketChecks,
	type Check,
	clockChecks,
	cutTreeChecks,
	fewSessionsChecks,
	keepAliveChecks,
	matrix,
	noTlsChecks,
	notImplicitChecks,
	notImplicitUnseenChecks,
	poolTicketChecks,
	type RoughWorld,
	resumedChecks,
	type SpectrumWorld,
	spectrumChecks,
	strictChecks,
	treeChecks,
	usageChecks,
} from "../../checks/index.ts";
import type { WorldFacts } from "../facts.ts";
import { aheadChecks } from "./ahead.ts";
import { notResumedChecks, sharedCacheChecks } from "./not-resumed.ts";
import { worldOf } from "./world.ts";

/** Every check that can be run in here, by theme. The Node side knows their names from the same files. */
const themes: Readonly<Record<string, readonly Check<SpectrumWorld & RoughWorld & BucketWorld>[]>> = {
	...matrix,
	activeRefused: activeRefusedChecks,
	ahead: aheadChecks,
	buckets: bucketChecks,
	clock: clockChecks,
	cutTrees: cutTreeChecks,
	fewSessions: fewSessionsChecks,
	keepAlive: keepAliveChecks,
	badCertificate: badCertificateChecks,
	noTls: noTlsChecks,
	notImplicit: notImplicitChecks,
	notImplicitUnseen: notImplicitUnseenChecks,
	poolTickets: poolTicketChecks,
	notResumed: notResumedChecks,
	resumed: resumedChecks,
	sharedCache: sharedCacheChecks,
	spectrum: spectrumChecks,
	strict: strictChecks,
	trees: treeChecks,
	usage: usageChecks,
};

export async function check(theme: string, name: string, facts: WorldFacts): Promise<void> {
	const found = themes[theme]?.find((one) => one.name === name);
	if (!found) throw new Error(`There is no check "${name}" in "${theme}"`);
	await found.run(worldOf(facts));
}
