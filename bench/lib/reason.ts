/** Why something failed, with the reasons behind it. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}
