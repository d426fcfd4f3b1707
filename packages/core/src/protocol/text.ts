/**
 * How text becomes bytes on the control connection and in listings. Passed in, because the pure folders know no TextDecoder.
 * `encode` throws `FTPUsageError` for a character it cannot encode: a substitute would name another file.
 * `decode` never throws: bytes that are not in the encoding come back as ISO-8859-1 characters.
 */
export interface TextCodec {
	readonly label: string;
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
	/**
	 * `undefined` instead of ISO-8859-1 for bytes that are not in the encoding. Listings are decoded many lines at a time, which is
	 * about three times faster than line by line; only where this fails are they decoded line by line, so that one bad name does
	 * not spoil its neighbours. Leave it out where lines cannot be decoded together with the same result as one by one: in
	 * encodings that shift state, and where a byte order mark at the beginning would be removed.
	 */
	decodeStrict?(bytes: Uint8Array): string | undefined;
}
