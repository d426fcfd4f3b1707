import { FTPNetworkError, FTPProtocolError } from "../errors/index.ts";

/** @param isShort a part did not arrive: the network's doing, of which another attempt may bring the rest */
export function wrongSize(expected: string, received: string, isShort: boolean): FTPProtocolError {
	const cause = isShort && new FTPNetworkError("TRUNCATED", "The data ended too early, though the server calls them complete");
	return new FTPProtocolError("WRONG_SIZE", expected, received, cause ? { cause } : undefined);
}

/** Not as many bytes as there must be. */
export function wrongCount(expected: number, received: number): FTPProtocolError {
	return wrongSize(`${expected} bytes`, `${received} bytes`, received < expected);
}
