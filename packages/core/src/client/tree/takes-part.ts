import { demand } from "../demand.ts";
import { callersError } from "../pump.ts";
import type { TreeEntry } from "./file-tree.ts";
import type { TreeFilter } from "./tree-options.ts";

/**
 * Asks the caller's filter. What is neither yes nor no is not taken for one of them: a promise would let everything pass, and be removed.
 * @throws FTPError what the filter throws
 */
export function takesPart(filter: TreeFilter | undefined, entry: TreeEntry): boolean {
	if (!filter) return true;
	try {
		const answer = filter(entry);
		demand(typeof answer === "boolean", "filter() must tell true or false");
		return answer;
	} catch (cause) {
		throw callersError(cause, "filter");
	}
}
