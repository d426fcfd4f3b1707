import { createHash } from "node:crypto";
import zlib from "node:zlib";
import type { Digest, HashAlgorithm } from "@isoftp/core";

/** A hash by Node's own crypto; undefined where this build of it does not have the algorithm, as with FIPS. */
export function nodeDigest(algorithm: HashAlgorithm): Digest | undefined {
	if (algorithm === "CRC32") return nodeCRC32();
	try {
		const hash = createHash(algorithm.replace("-", ""));
		return {
			update(bytes) {
				hash.update(bytes);
				return undefined;
			},
			hex: async () => hash.digest("hex"),
		};
	} catch {
		return undefined;
	}
}

/** Since Node 20.15 and 22.2; before, the client's own is used. */
function nodeCRC32(): Digest | undefined {
	if (typeof zlib.crc32 !== "function") return undefined;
	let crc = 0;
	return {
		update(bytes) {
			crc = zlib.crc32(bytes, crc);
			return undefined;
		},
		hex: async () => crc.toString(16).padStart(8, "0"),
	};
}
