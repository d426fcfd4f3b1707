import { FTPUsageError } from "../errors/index.ts";

/** The hashes that FTP servers compute. MD5 and CRC32 show accidents, not attacks. */
export type HashAlgorithm = "SHA-512" | "SHA-384" | "SHA-256" | "SHA-1" | "MD5" | "CRC32";

/** The strongest first: how many digits each has in hex, and the commands that do nothing else. */
export const hashes: Readonly<Record<HashAlgorithm, readonly [digits: number, ...verbs: string[]]>> = {
	"SHA-512": [128, "XSHA512"],
	"SHA-384": [96, "XSHA384"],
	"SHA-256": [64, "XSHA256"],
	"SHA-1": [40, "XSHA1", "XSHA"],
	MD5: [32, "XMD5", "MD5"],
	CRC32: [8, "XCRC"],
};

const names = /* @__PURE__ */ Object.keys(hashes) as HashAlgorithm[];

/** How many a server may offer, and how long the name of one may be: a FEAT of half a million would be gone through at each `verify`. */
const MOST_HASHES = 50;
const LONGEST_NAME = 16;

/** The algorithm that somebody means: "sha256" is "SHA-256". */
export function namedHash(name: string): HashAlgorithm | undefined {
	const plain = (text: string): string => text.replaceAll("-", "").toUpperCase();
	return name.length > LONGEST_NAME ? undefined : names.find((known) => plain(known) === plain(name));
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function hashAlgorithm(name: string): HashAlgorithm {
	const known = typeof name === "string" ? namedHash(name) : undefined;
	if (!known) throw new FTPUsageError("BAD_ARGUMENT", `A hash algorithm is one of ${names.join(", ")}`);
	return known;
}

/** How the server spells an algorithm in HASH (draft-bryan-ftpext-hash, 3.1: `HASH SHA-256*;SHA-1`), and whether it is the one in use. */
export interface SpeltHash {
	readonly name: string;
	readonly isInUse: boolean;
}

export function speltHash(features: ReadonlyMap<string, string>, algorithm: HashAlgorithm): SpeltHash | undefined {
	for (const word of (features.get("HASH") ?? "").split(/[;,\s]+/, MOST_HASHES)) {
		const name = word.replace(/\*$/, "");
		if (namedHash(name) === algorithm) return { name, isInUse: name !== word };
	}
	return undefined;
}

/** The command of its own that the server has for an algorithm. */
export function hashVerb(features: ReadonlyMap<string, string>, algorithm: HashAlgorithm): string | undefined {
	const [, ...verbs] = hashes[algorithm];
	return verbs.find((verb) => features.has(verb));
}

/** What the server can compute, by its answer to FEAT; the strongest first. */
export function offeredHashes(features: ReadonlyMap<string, string>): HashAlgorithm[] {
	return names.filter((name) => speltHash(features, name) || hashVerb(features, name));
}
