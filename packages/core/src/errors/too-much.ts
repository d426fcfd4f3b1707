import { FTPProtocolError } from "./protocol-error.ts";

/** The server has sent more than one of the limits allows. */
export function tooMuch(what: string, limit: number, unit: string): FTPProtocolError {
	return new FTPProtocolError("LIMIT_EXCEEDED", `${what} of at most ${limit} ${unit}`, "more");
}
