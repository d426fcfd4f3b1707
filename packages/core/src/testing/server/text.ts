/** Text on the control connection and in listings: UTF-8, or ISO-8859-1 for servers from before RFC 2640. */
export interface ServerText {
	encode(text: string): Uint8Array;
	decode(bytes: Uint8Array): string;
}

export const latin1: ServerText = {
	encode: (text) => Uint8Array.from(text, (character) => Math.min(character.charCodeAt(0), 255)),
	decode: (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""),
};

export const utf8: ServerText = {
	encode: (text) => new TextEncoder().encode(text),
	decode(bytes) {
		try {
			return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
		} catch {
			return latin1.decode(bytes);
		}
	},
};
