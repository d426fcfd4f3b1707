/** 500 and 502: not this command; 501 and 504: not with this argument (RFC 959, 4.2.1). */
const UNKNOWN = new Set([500, 501, 502, 504]);

/** Whether a reply, or the error for one, says only that the server does not know the command, or not in this form; not that it will not. */
export function isUnknownForm({ code }: { readonly code: number }): boolean {
	return UNKNOWN.has(code);
}
