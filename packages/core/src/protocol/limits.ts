/** The bounds of everything the server can make the session hold. A server that exceeds one has broken the protocol. */
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

export const defaultProtocolLimits: ProtocolLimits = {
	replyLine: 64 * 1024,
	reply: 1024 * 1024,
	replyLines: 20_000,
	preliminaryReplies: 100,
	commandLine: 8 * 1024,
};
