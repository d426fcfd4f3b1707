/** What a listing says about one name. Plain data: it survives `JSON.stringify` and `Response.json`. */
export interface Entry {
	/** The name as the server gave it: data from a stranger, never altered. It may contain `/` or be `..`. */
	readonly name: string;
	readonly type: "file" | "directory" | "symlink" | "unknown";
	/** Bytes. Absent where the server does not say, and for most directories meaningless. Past 2^53 see `sizeExact`. */
	readonly size?: number;
	/**
	 * The exact size, only where `size` cannot hold it and is rounded. Not enumerable, because JSON has no bigint; a copy by
	 * spreading does not have it.
	 */
	readonly sizeExact?: bigint;
	readonly modifiedAt?: Date;
	/** How much of `modifiedAt` the server told. */
	readonly modifiedAtPrecision?: "day" | "minute" | "second" | "millisecond";
	/**
	 * As the server wrote them: `rw-r--r--` from `ls -l`, the octal `0644` from the MLSx fact `UNIX.mode`. What this login may do
	 * is something else: the MLSx fact `perm`, in `facts`.
	 */
	readonly permissions?: string;
	readonly owner?: string;
	readonly group?: string;
	/** Where a symlink points, where the server tells. */
	readonly linkTarget?: string;
	/** MLSx `unique`: the same for two names of one file. */
	readonly unique?: string;
	/** All MLSx facts, keys in lower case. A plain object, because RPC on Workers takes no other: look up only names that you know. */
	readonly facts?: Readonly<Record<string, string>>;
	/** The line this came from. For `type: "unknown"` it may be all there is. */
	readonly raw: string;
}
