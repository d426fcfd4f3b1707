import { hashAlgorithm } from "../../operations/hash-algorithms.ts";
import { checkOptions } from "../arguments.ts";
import { checkFlag, checkFunction, checkNames, demand } from "../demand.ts";
import { planOf } from "../retry.ts";
import type { MirrorOptions, TreeOptions } from "./tree-options.ts";

/** All options: a new one that is not here does not compile. */
const NAMES: Readonly<Record<keyof TreeOptions, true>> = {
	signal: true,
	retry: true,
	filter: true,
	existing: true,
	compare: true,
	symlinks: true,
	preserveTimes: true,
	verify: true,
	concurrency: true,
	dryRun: true,
	journal: true,
	jobs: true,
	onProgress: true,
	onAction: true,
	onProblem: true,
};

/** @throws FTPUsageError BAD_ARGUMENT */
export function checkTreeOptions(options: MirrorOptions, mayDelete: boolean): void {
	const more: Readonly<Record<Exclude<keyof MirrorOptions, keyof TreeOptions>, true>> = { delete: true, mostDeleted: true };
	checkNames(options, mayDelete ? { ...NAMES, ...more } : NAMES, "the options of a tree");
	checkOptions(options);
	planOf(options.retry);
	for (const name of ["filter", "onProgress", "onAction", "onProblem"] as const) checkFunction(options[name], name);
	for (const name of ["preserveTimes", "dryRun", "delete"] as const) checkFlag(options[name], name);
	checkChoice(options.existing, "existing", ["compare", "overwrite", "skip"]);
	checkChoice(options.symlinks, "symlinks", ["skip", "follow", "copy"]);
	const { compare, verify, journal, jobs } = options;
	if (typeof compare !== "function" && !["time", "size", "hash", undefined].includes(compare)) hashAlgorithm(compare as never);
	if (typeof verify !== "boolean" && !["size", "hash", undefined].includes(verify)) hashAlgorithm(verify as never);
	checkWhole(options.concurrency, "concurrency", 1);
	checkWhole(options.mostDeleted, "mostDeleted", 0);
	const isJournal = [journal?.read, journal?.append, journal?.clear].every((method) => typeof method === "function");
	demand(journal === undefined || isJournal, "journal must be a Journal: read(), append() and clear()");
	demand(jobs === undefined || typeof jobs?.add === "function", "jobs must have an add()");
}

function checkChoice(value: unknown, name: string, choices: readonly unknown[]): void {
	const words = choices.map((choice) => JSON.stringify(choice)).join(", ");
	demand(value === undefined || choices.includes(value), `${name} must be one of ${words}`);
}

function checkWhole(value: number | undefined, name: string, least: number): void {
	demand(value === undefined || (Number.isSafeInteger(value) && value >= least), `${name} must be a whole number from ${least}`);
}
