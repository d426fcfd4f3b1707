import type { Digest } from "../client/dialer.ts";
import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import { concat } from "../protocol/bytes.ts";

/** A hash by Web Crypto, which wants all bytes at once: for tests, whose files are small. It has no MD5. */
export function memoryDigest(algorithm: HashAlgorithm): Digest | undefined {
	if (algorithm === "MD5" || algorithm === "CRC32") {
		return undefined;
	}
	const pieces: Uint8Array[] = [];
	return {
		update(bytes) {
			pieces.push(new Uint8Array(bytes));
			// As a runtime does that has to be waited for.
			return Promise.resolve();
		},
		async hex() {
			const digest = new Uint8Array(await crypto.subtle.digest(algorithm, new Uint8Array(concat(pieces))));
			return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
		},
	};
}
