import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import { size } from "./size.ts";

/** How many bytes a file has; "nothing" where there is none; "unknown" where the server does not tell. */
export type SizeNow = number | "nothing" | "unknown";

/** @throws FTPReplyError where the server says "not now" */
export function* sizeNow(path: string): Operation<SizeNow> {
	try {
		return yield* size(path);
	} catch (error) {
		if (error instanceof FTPReplyError && !error.isTransient) return error.code === 550 ? "nothing" : "unknown";
		if (error instanceof FTPProtocolError && error.code === "BAD_VALUE") return "unknown";
		throw error;
	}
}
