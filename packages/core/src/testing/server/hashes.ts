import { crc32 } from "../../client/crc32.ts";
import type { HashAlgorithm } from "../../operations/hash-algorithms.ts";
import { memoryDigest } from "../memory-digest.ts";
import { type Handler, Refusal, required } from "./command.ts";
import type { ServerSession } from "./session.ts";

/** Those of which Web Crypto or the client itself can do the work. */
export const HASHES: readonly HashAlgorithm[] = ["SHA-512", "SHA-256", "SHA-1", "CRC32"];

/** HASH (draft-bryan-ftpext-hash, 3). The name comes last, as it was given. */
export const hash: Handler = async (session, args) => {
	const { size, value } = await hashOf(session, required(args), session.hash);
	await session.reply(213, `${session.hash} 0-${size} ${value} ${args}`);
};

/** OPTS HASH: which algorithm is in use, or is to be. */
export function chooseHash(session: ServerSession, wanted: string): Promise<void> {
	const name = HASHES.find((known) => known === wanted.toUpperCase());
	if (wanted !== "" && name === undefined) {
		throw new Refusal(501, "This algorithm is not known");
	}
	session.hash = name ?? session.hash;
	return session.reply(200, session.hash);
}

/** XCRC and the like, in upper case as most have it. A range behind the name is not known here; the name may stand in quotes. */
export function ownHash(algorithm: HashAlgorithm): Handler {
	return async (session, args) => {
		const { value } = await hashOf(session, required(args).replace(/^"(.*)"$/s, "$1"), algorithm);
		await session.reply(250, value.toUpperCase());
	};
}

async function hashOf(session: ServerSession, name: string, algorithm: HashAlgorithm): Promise<{ size: number; value: string }> {
	const path = session.resolve(name);
	if (session.files.stat(path).type !== "file") {
		throw new Refusal(553, "Not a plain file");
	}
	const bytes = session.files.read(path);
	const digest = memoryDigest(algorithm) ?? crc32();
	await digest.update(bytes);
	return { size: bytes.length, value: await digest.hex() };
}
