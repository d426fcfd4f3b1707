/**
 * How text becomes bytes on the control connection and in listings. Passed in, because the pure folders know no TextDecoder.
 * `encode` throws `FTPUsageError` for a character it cannot encode: a substitute would name another file.
 * `decode` never throws: bytes that are not in the encoding come back as ISO-8859-1 characters.
 */
export interface TextCodec {
	readonly label: string;
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
}
