import { FTPError } from "../errors/index.ts";

/**
 * The same error with more to say. A copy: others may be told of the same loss, for whom it is not true. A real error all the same, with
 * the place that it comes from.
 */
export function explained(error: unknown, more: string): unknown {
	if (!(error instanceof FTPError)) return error;
	const message = `${error.message}${/[.!?]$/.test(error.message) ? "" : "."} ${more}`;
	const copy = Object.assign(new Error(message, Object.hasOwn(error, "cause") ? { cause: error.cause } : {}), error);
	if (error.stack) copy.stack = error.stack.replace(error.message, () => message);
	return Object.setPrototypeOf(copy, Object.getPrototypeOf(error));
}
