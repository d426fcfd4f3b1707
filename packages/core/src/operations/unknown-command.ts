/** 500 and 502: not this command; 501 and 504: not with this argument; 202: superfluous here (RFC 959, 4.2.1). */
const UNKNOWN = new Set([202, 500, 501, 502, 504]);

/** Whether a reply says nothing about the file, only that the server does not know the command, or not in this form. */
export function isUnknownCommand(code: number): boolean {
	return UNKNOWN.has(code);
}
