import { FTPProtocolError } from "../errors/index.ts";
import type { Command } from "./command.ts";
import type { Reply } from "./reply.ts";
import { shown } from "./secrets.ts";

/** Protocol errors that leave no doubt about where the next reply starts. */
const HARMLESS = new Set(["BAD_VALUE", "LIMIT_EXCEEDED", "WRONG_SIZE", "WRONG_HASH", "CHANGED"]);

/** Whether nobody knows any more which reply belongs to what. */
export function isOutOfStep(error: unknown): boolean {
	return error instanceof FTPProtocolError && !HARMLESS.has(error.code);
}

/** A reply that is in the protocol, but not here: from now on nobody knows which reply belongs to what. */
export function unexpected(command: Command, expected: string, reply: Reply): FTPProtocolError {
	return new FTPProtocolError("UNEXPECTED_REPLY", `${expected} to ${command.shown}`, `${reply.code} ${shown(reply).text}`);
}
