export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** An operation under way. `outcome` is set when it is over. */
export interface Task<T> {
	readonly outcome: Outcome<T> | undefined;
}
