import type { Digest } from "./dialer.ts";

/** CRC-32 as ZIP and Ethernet have it, for runtimes that do not bring it. */
export function crc32(): Digest {
	const table = Uint32Array.from({ length: 256 }, (_, byte) => {
		let value = byte;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
		return value;
	});
	let crc = 0xffffffff;
	return {
		update(bytes) {
			for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
			return undefined;
		},
		hex: async () => (~crc >>> 0).toString(16).padStart(8, "0"),
	};
}
