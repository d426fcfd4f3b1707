import { FileError, type FileErrorCode } from "../memory-files.ts";
import type { ServerSession } from "./session.ts";

/** Executes one command and sends all its replies. */
export type Handler = (session: ServerSession, args: string) => Promise<void>;

/** A refusal: the reply is sent, the session goes on. */
export class Refusal extends Error {
	readonly code: number;

	constructor(code: number, text: string) {
		super(text);
		this.code = code;
	}
}

const CODES: Readonly<Record<FileErrorCode, number>> = {
	NOT_FOUND: 550,
	NOT_A_FILE: 550,
	NOT_A_DIRECTORY: 550,
	EXISTS: 550,
	NOT_EMPTY: 550,
	DENIED: 550,
	NO_SPACE: 552,
};

/** The reply that an error becomes, or `undefined` for what is no refusal but a failure. */
export function asRefusal(error: unknown): Refusal | undefined {
	if (error instanceof FileError) {
		return new Refusal(CODES[error.code], error.message);
	}
	return error instanceof Refusal ? error : undefined;
}

/** The argument, which must not be empty. */
export function required(args: string): string {
	if (args === "") {
		throw new Refusal(501, "An argument is missing");
	}
	return args;
}
