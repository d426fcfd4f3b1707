/** How far a tree has come. */
export interface TreeProgress {
	/** What is being copied. */
	readonly paths: readonly string[];
	readonly files: { readonly done: number; readonly total: number };
	readonly bytes: { readonly done: number; readonly total: number };
	/** Both trees have been looked through: the totals do not grow any more. */
	readonly isComplete: boolean;
	/** Bytes per second, of late. */
	readonly rate: number;
	/** Seconds left at that rate; undefined as long as nobody can know. */
	readonly secondsLeft: number | undefined;
}
