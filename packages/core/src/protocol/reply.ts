/** One whole reply (RFC 959, 4.2): `lines` without line ends; `text` is what follows the code, lines joined by "\n". */
export interface Reply {
	readonly code: number;
	readonly text: string;
	readonly lines: readonly string[];
}

/** 1yz: the command has begun, a second reply will follow. */
export function isPreliminary(reply: Reply): boolean {
	return reply.code < 200;
}

/** 2yz: done. */
export function isSuccess(reply: Reply): boolean {
	return reply.code >= 200 && reply.code < 300;
}

/** 3yz: so far so good, the server waits for the rest of the sequence. */
export function isIntermediate(reply: Reply): boolean {
	return reply.code >= 300 && reply.code < 400;
}

/** 4yz and 5yz: refused. */
export function isRefusal(reply: Reply): boolean {
	return reply.code >= 400;
}
