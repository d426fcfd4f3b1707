import { FTPNetworkError, FTPProtocolError } from "../errors/index.ts";

/** Not as many bytes as there must be. Fewer are the network's doing, and another attempt may bring the rest. */
export function wrongSize(expected: number, received: number): FTPProtocolError {
	const cause =
		received < expected
			? new FTPNetworkError("TRUNCATED", "The data ended too early, though the server calls them complete")
			: undefined;
	return new FTPProtocolError("WRONG_SIZE", `${expected} bytes`, `${received} bytes`, cause && { cause });
}
