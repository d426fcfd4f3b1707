import { FTPProtocolError, FTPUsageError } from "../errors/index.ts";
import { type HashAlgorithm, hashAlgorithm } from "../operations/hash-algorithms.ts";
import type { Evidence, Examination } from "../operations/verify.ts";
import { crc32 } from "./crc32.ts";
import { demand } from "./demand.ts";
import type { Dialer, Digest } from "./dialer.ts";
import type { Verify } from "./transfer-care.ts";

/** Sees a transfer's bytes pass, and compares them with what the server says of the file afterwards. */
export class Verification implements Examination {
	readonly isAppended: boolean;
	readonly isLenient: boolean;
	readonly #offset: number;
	/** The one that the caller wants; any by default. */
	readonly #wanted: HashAlgorithm | undefined;
	/** Not by hash: the caller wants the size, or the bytes are only a part of the file. */
	readonly #isBySize: boolean;
	readonly #dialer: Dialer;
	#algorithm: HashAlgorithm | undefined;
	#digest: Digest | undefined;
	#count = 0;
	#evidence: Evidence | undefined;

	/**
	 * @param part where in the file the bytes belong, if they are not all of it
	 * @throws FTPUsageError BAD_ARGUMENT
	 */
	constructor(verify: Exclude<Verify, false>, part: { readonly offset: number; readonly isAppended: boolean }, dialer: Dialer) {
		const isPart = part.offset > 0 || part.isAppended;
		this.#wanted = verify === true || verify === "size" || verify === "hash" ? undefined : hashAlgorithm(verify);
		const isAble = !isPart || verify === true || verify === "size";
		demand(isAble, 'A part of a file has no hash at the server: verify it by "size"');
		this.isLenient = verify === true;
		this.#isBySize = isPart || verify === "size";
		this.#offset = part.offset;
		this.isAppended = part.isAppended;
		this.#dialer = dialer;
	}

	/** @throws FTPUsageError UNSUPPORTED */
	choose(offered: readonly HashAlgorithm[]): HashAlgorithm | undefined {
		if (this.#isBySize) return undefined;
		this.#algorithm = offered.find(
			(algorithm) => algorithm === (this.#wanted ?? algorithm) && this.#digestOf(algorithm) !== undefined,
		);
		this.restart();
		if (this.#algorithm || this.isLenient) return this.#algorithm;
		const both = `which ${this.#dialer.runtime} and the server both have; the server has ${offered.join(", ") || "none"}`;
		throw new FTPUsageError("UNSUPPORTED", `There is no ${this.#wanted ?? "hash"} ${both}`);
	}

	tell(evidence: Evidence): void {
		this.#evidence = evidence;
	}

	/** The bytes will come from the first one on. */
	restart(): void {
		this.#count = 0;
		this.#digest = this.#algorithm && this.#digestOf(this.#algorithm);
	}

	update(bytes: Uint8Array): Promise<void> | undefined {
		this.#count += bytes.length;
		return this.#digest?.update(bytes);
	}

	/**
	 * @param mayBeLonger the file may have bytes behind those that were sent
	 * @param announced how many bytes the caller said that there would be
	 * @throws FTPProtocolError WRONG_HASH, WRONG_SIZE
	 */
	async confirm(mayBeLonger = false, announced: number = this.#count): Promise<void> {
		const evidence = this.#evidence;
		if (!evidence) return;
		wrongUnless(announced === this.#count, "WRONG_SIZE", `${announced} bytes`, `${this.#count} bytes`);
		if ("hash" in evidence) {
			const own = (await this.#digest?.hex()) ?? "";
			const { algorithm, hash } = evidence;
			wrongUnless(own === hash, "WRONG_HASH", `a file with the ${algorithm} of what was transferred, ${own}`, hash);
		} else {
			const own = this.#offset + this.#count;
			const isRight = mayBeLonger ? evidence.size >= own : evidence.size === own;
			wrongUnless(isRight, "WRONG_SIZE", `a file of ${own} bytes`, `${evidence.size} bytes`);
		}
	}

	#digestOf(algorithm: HashAlgorithm): Digest | undefined {
		return this.#dialer.digest?.(algorithm) ?? (algorithm === "CRC32" ? crc32() : undefined);
	}
}

function wrongUnless(isRight: boolean, code: "WRONG_HASH" | "WRONG_SIZE", expected: string, received: string): void {
	if (!isRight) throw new FTPProtocolError(code, expected, received);
}
