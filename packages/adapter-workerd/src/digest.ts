import type { Digest, HashAlgorithm } from "@isoftp/core";

/** A hash by the runtime's own `crypto.DigestStream`, which takes bytes as they come. It has no CRC32. */
export function workerdDigest(algorithm: HashAlgorithm): Digest | undefined {
	if (algorithm === "CRC32") return undefined;
	const stream = new crypto.DigestStream(algorithm);
	const writer = stream.getWriter();
	return {
		// A copy: it reads the bytes later, and the caller's buffer is used again, or given away.
		update: (bytes) => writer.write(new Uint8Array(bytes)),
		async hex() {
			await writer.close();
			return Array.from(new Uint8Array(await stream.digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
		},
	};
}
