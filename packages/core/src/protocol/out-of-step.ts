import { FTPProtocolError } from "../errors/index.ts";

/** Protocol errors that leave no doubt about where the next reply starts. */
const HARMLESS = new Set(["BAD_VALUE", "LIMIT_EXCEEDED", "WRONG_SIZE", "WRONG_HASH"]);

/** Whether nobody knows any more which reply belongs to what. */
export function isOutOfStep(error: unknown): boolean {
	return error instanceof FTPProtocolError && !HARMLESS.has(error.code);
}
