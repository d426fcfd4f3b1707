// How much the other side may make a client hold. Each default lets through what real servers and real files need, with room, and stops
// what can only be meant to hurt. What exceeds one is an FTPProtocolError LIMIT_EXCEEDED.

/** The bounds of everything the server can make the session hold. A server that exceeds one has broken the protocol: the session ends. */
export interface ProtocolLimits {
	/** Bytes of one reply line. RFC 959 gives none; curl's own tests send 17 kB lines, and real banners are far below. */
	readonly replyLine: number;
	/** Bytes of one reply, all lines. STAT of a large directory and long banners stay below; basic-ftp allows 64 KiB. */
	readonly reply: number;
	/** Lines of one reply. HELP, FEAT and STAT answers have hundreds at most. */
	readonly replyLines: number;
	/** Preliminary (1yz) replies to one command. RFC 959 allows one; some servers repeat them while they work. */
	readonly preliminaryReplies: number;
	/** Bytes of one command line. Servers take 512 to 4,096, and no path on their disks is longer than that. */
	readonly commandLine: number;
}

/** How much of a listing is accepted. A server decides how long its listing is, so each is somebody's memory. The session goes on. */
export interface ListingLimits {
	/** The longest line in bytes, without its line feed. */
	readonly lineBytes: number;
	/** The whole listing in bytes. */
	readonly listingBytes: number;
	/** The number of entries. */
	readonly entries: number;
}

/** How much of a tree of directories is looked at, by `walk()` and whatever is made of it. */
export interface TreeLimits {
	/** Directories below one another. */
	readonly treeDepth: number;
	/** Entries of the whole tree. */
	readonly treeEntries: number;
}

/** How much of a file is held in memory. */
export interface DownloadLimits {
	/** Bytes of what `download()` gives, unless the call has a `maxBytes` of its own. Streams and sinks hold nothing, and have no limit unless told. */
	readonly maxBytes: number;
}

/** All there are. */
export type Limits = ProtocolLimits & ListingLimits & TreeLimits & DownloadLimits;

export const defaultProtocolLimits: ProtocolLimits = {
	replyLine: 64 * 1024,
	reply: 1024 * 1024,
	replyLines: 20_000,
	preliminaryReplies: 100,
	commandLine: 8 * 1024,
};

export const defaultListingLimits: ListingLimits = {
	// A path and a symlink's target of 4096 characters (PATH_MAX), three bytes each, and the facts still fit.
	lineBytes: 32 * 1024,
	// Room for the million entries below at some 250 bytes a line: MLSD with all facts takes 170.
	listingBytes: 256 * 1024 * 1024,
	// More than any directory a server lists in reasonable time. Who collects them all should set what fits in memory.
	entries: 1_000_000,
};

export const defaultTreeLimits: TreeLimits = {
	// A path of PATH_MAX has 2048 levels; nobody has made a tree of a hundred by hand. A directory that contains itself goes on for ever.
	treeDepth: 128,
	// Ten directories as full as one may be.
	treeEntries: 10_000_000,
};

export const defaultDownloadLimits: DownloadLimits = {
	// What a server or a desktop can give; a Worker has 128 MB altogether, and should say less. Larger files are for streams.
	maxBytes: 1024 * 1024 * 1024,
};
