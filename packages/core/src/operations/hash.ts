import { FTPProtocolError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { exchange, simple } from "./exchange.ts";
import { type HashAlgorithm, hashAlgorithm, hashes, hashVerb, namedHash, offeredHashes, speltHash } from "./hash-algorithms.ts";
import { useType } from "./representation-type.ts";

/**
 * The hash of a file, computed by the server, in lower-case hex: HASH (draft-bryan-ftpext-hash), or the command that is made for the
 * algorithm: XSHA512, XSHA256, XSHA1, XSHA, XMD5, MD5 (draft-twine-ftpmd5), XCRC.
 *
 * Most servers say nothing until they have read the whole file: `timeouts.reply` must be long enough for the largest.
 * @param algorithm one of `HashAlgorithm`, in any case
 * @throws FTPUsageError UNSUPPORTED where the server does not offer it; nothing was sent then
 */
export function* hash(path: string, algorithm: string): Operation<string> {
	const name = hashAlgorithm(algorithm);
	const facts = yield* sessionFacts();
	const spelt = speltHash(facts.features, name);
	if (spelt) {
		const command = yield* encode("HASH", path);
		yield* useType("I");
		if (facts.hash === undefined ? !spelt.isInUse : facts.hash !== name) {
			// While the server has not answered, nobody knows.
			facts.hash = "";
			yield* simple("OPTS", "HASH", spelt.name);
			facts.hash = name;
		}
		return hashIn(yield* exchange(command), path, name);
	}
	const verb = hashVerb(facts.features, name);
	if (!verb) {
		const others = offeredHashes(facts.features).join(", ");
		throw new FTPUsageError("UNSUPPORTED", `The server does not offer ${name}; it offers ${others || "no hash at all"}`);
	}
	return hashIn(yield* byOwnCommand(verb, path), path, name);
}

/**
 * These commands take a range behind the name, so names with blanks stand in quotes; where they are not understood, without. Not a name
 * that ends like a range: that could be the hash of a part of another file.
 */
function* byOwnCommand(verb: string, path: string): Operation<Reply> {
	const plain = yield* encode(verb, path);
	const endsLikeRange = / \d+$/.test(path);
	if (!path.includes(" ") || path.includes('"')) {
		if (endsLikeRange) throw new FTPUsageError("UNSUPPORTED", `${verb} would take the end of this name for a range of bytes`);
		yield* useType("I");
		return yield* exchange(plain);
	}
	const quoted = yield* encode(verb, `"${path}"`);
	yield* useType("I");
	try {
		return yield* exchange(quoted);
	} catch (error) {
		if (!(error instanceof FTPReplyError) || error.isTransient || endsLikeRange) throw error;
		return yield* exchange(plain);
	}
}

/**
 * The hash in a reply, which has no form that all servers keep to: `213 SHA-1 0-11 2aae… name`, `250 2AAE…`, `251 name 2AAE…`,
 * `250-Computing…` in front of it; a CRC may be without its leading zeros.
 * @throws FTPProtocolError BAD_VALUE
 */
function hashIn(reply: Reply, path: string, algorithm: HashAlgorithm): string {
	const { text } = reply;
	const [digits] = hashes[algorithm];
	const [, name = "", inForm] = /^[ \t]*(\S+) \d+-\d+ ([0-9a-f]+)(?!\S)/im.exec(text) ?? [];
	const found =
		inForm === undefined
			? (lastHex(text, path, digits, digits) ?? (algorithm === "CRC32" ? lastHex(text, path, 1, digits) : undefined))
			: namedHash(name) === algorithm && inForm.length === digits
				? inForm
				: undefined;
	if (found === undefined) throw new FTPProtocolError("BAD_VALUE", `the ${algorithm} of the file in hex`, shown(reply).text);
	return found.toLowerCase().padStart(digits, "0");
}

/** The last word in hex that is not a part of the path; a file may be called by its hash. */
function lastHex(text: string, path: string, least: number, most: number): string | undefined {
	const pattern = new RegExp(`(?<![^\\s"'=:(<])(?:0x)?([0-9a-f]{${least},${most}})(?![^\\s"').,;>])`, "gi");
	const words = [...text.matchAll(pattern)].map(([, word = ""]) => word);
	return words.findLast((word) => !path.includes(word)) ?? words.at(-1);
}
