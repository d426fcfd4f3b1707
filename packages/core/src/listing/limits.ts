/** How much of a listing is accepted. A server decides how long its listing is, so each is somebody's memory. */
export interface ListingLimits {
	/** The longest line in bytes, without its line feed. */
	readonly lineBytes: number;
	/** The whole listing in bytes. */
	readonly listingBytes: number;
	/** The number of entries. */
	readonly entries: number;
}

export const defaultListingLimits: ListingLimits = {
	// A path and a symlink's target of 4096 characters (PATH_MAX), three bytes each, and the facts still fit.
	lineBytes: 32 * 1024,
	// Room for the million entries below at some 250 bytes a line: MLSD with all facts takes 170.
	listingBytes: 256 * 1024 * 1024,
	// More than any directory a server lists in reasonable time. Who collects them all should set what fits in memory.
	entries: 1_000_000,
};
