import { FTPError } from "../../errors/index.ts";
import { printable } from "../../errors/printable.ts";
import type { TreeResult } from "./tree-options.ts";

/** How many problems the message of an error tells. */
const TOLD = 3;

/**
 * Something of a tree could not be done; everything else was. `result` says what was done and what was not; `cause` is the first error
 * among the problems that have one.
 */
export class FTPTreeError extends FTPError {
	override readonly name = "FTPTreeError" as const;
	readonly code = "INCOMPLETE" as const;
	/** What was done, and in `problems` what was not. */
	readonly result: TreeResult;

	constructor(message: string, result: TreeResult, options?: ErrorOptions) {
		super(message, options);
		this.result = result;
	}
}

/** @param count of the problems, where there were more than the result holds */
export function treeError(result: TreeResult, count: number = result.problems.length): FTPTreeError {
	const told = result.problems
		.slice(0, TOLD)
		.map(({ path, problem }) => printable(path === "" ? problem : `${path}: ${problem}`));
	const rest = count > told.length ? `; and ${count - told.length} more` : "";
	const failed = result.problems.find(({ cause }) => cause !== undefined);
	return new FTPTreeError(`Not everything could be done: ${told.join("; ")}${rest}`, result, failed && { cause: failed.cause });
}
