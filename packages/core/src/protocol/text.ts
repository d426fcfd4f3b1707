/**
 * How text becomes bytes on the control connection and in listings. Passed in, because the pure folders know no TextDecoder.
 * `encode` throws `FTPUsageError` for a character it cannot encode: a substitute would name another file.
 * `decode` never throws, and loses nothing: bytes that are not in the encoding become U+DC80 to U+DCFF, halves of surrogate pairs, which
 * `encode` makes those bytes again. So a name from the server always names the same file when it is sent back. Line ends are
 * never part of something else, so that many lines can be decoded at once.
 */
export interface TextCodec {
	/** "utf-8" where that is meant: servers want to be told. */
	readonly label: string;
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
	/** Told whole lines of a listing before they are decoded: they show how a server writes names. */
	learn?(lines: Uint8Array): void;
	/** For user names and passwords, where they are not to follow what is learnt. */
	readonly login?: TextCodec;
}
