import { FTPProtocolError, FTPReplyError, FTPUsageError } from "@isoftp/adapter-workerd";

/** Not of the file or the directory, but of the login or the session: these may be right again later. */
const OF_THE_SESSION = [421, 530, 532];

/** Whether the next attempt would fail in the same way: the server says no to this file or directory, or it cannot be asked for. */
export function isFinal(error: unknown): boolean {
	if (error instanceof FTPReplyError) return !error.isTransient && !OF_THE_SESSION.includes(error.code);
	if (error instanceof FTPProtocolError) return error.code === "LIMIT_EXCEEDED";
	return error instanceof FTPUsageError && error.code !== "NOT_CONNECTED";
}

export function reasonOf(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
