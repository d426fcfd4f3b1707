import { crc32 } from "../../client/crc32.ts";
import { type Handler, Refusal, required } from "./command.ts";
import type { ServerSession } from "./session.ts";

/** Those of which Web Crypto or the client itself can do the work. */
export const HASHES: readonly string[] = ["SHA-512", "SHA-256", "SHA-1", "CRC32"];

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
export function ownHash(algorithm: string): Handler {
	return async (session, args) => {
		const { value } = await hashOf(session, required(args).replace(/^"(.*)"$/s, "$1"), algorithm);
		await session.reply(250, value.toUpperCase());
	};
}

async function hashOf(session: ServerSession, name: string, algorithm: string): Promise<{ size: number; value: string }> {
	const path = session.resolve(name);
	if (session.files.stat(path).type !== "file") {
		throw new Refusal(553, "Not a plain file");
	}
	const bytes = session.files.read(path);
	return { size: bytes.length, value: await digestOf(bytes, algorithm) };
}

async function digestOf(bytes: Uint8Array, algorithm: string): Promise<string> {
	if (algorithm === "CRC32") {
		const crc = crc32();
		crc.update(bytes);
		return crc.hex();
	}
	const digest = new Uint8Array(await crypto.subtle.digest(algorithm, new Uint8Array(bytes)));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
