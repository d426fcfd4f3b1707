import { FTPProtocolError, FTPUsageError } from "../errors/index.ts";
import { type HashAlgorithm, hashAlgorithm } from "../operations/hash-algorithms.ts";
import type { Evidence, Examination } from "../operations/verify.ts";
import { wrongSize } from "../operations/wrong-size.ts";
import { crc32 } from "./crc32.ts";
import { demand } from "./demand.ts";
import type { Dialer, Digest } from "./dialer.ts";
import type { Verify } from "./transfer-care.ts";

/** What of a file is transferred. */
export interface Part {
	readonly offset: number;
	readonly isAppended: boolean;
	readonly isUpload: boolean;
	/** How many bytes of an upload the caller said that there would be. */
	readonly announced?: number | undefined;
}

/** Sees a transfer's bytes pass, and compares them with what the server says of the file afterwards. */
export class Verification implements Examination {
	readonly isAppended: boolean;
	readonly isLenient: boolean;
	readonly #part: Part;
	/** The one that the caller wants; any by default. */
	readonly #wanted: HashAlgorithm | undefined;
	/** Not by hash: the caller wants the size, or the bytes are only a part of the file. */
	readonly #isBySize: boolean;
	readonly #dialer: Dialer;
	#algorithm: HashAlgorithm | undefined;
	/** In the first attempt: what has passed since is hashed by it. */
	#isChosen = false;
	#digest: Digest | undefined;
	#count = 0;
	/** The hash of what has passed, once that is all. */
	#own: string | undefined;
	#evidence: Evidence | undefined;

	/**
	 * @param part where in the file the bytes belong, if they are not all of it; of an upload, how many were announced
	 * @throws FTPUsageError BAD_ARGUMENT
	 */
	constructor(verify: Exclude<Verify, false>, part: Part, dialer: Dialer) {
		const isPart = part.offset > 0 || part.isAppended;
		this.#wanted = verify === true || verify === "size" || verify === "hash" ? undefined : hashAlgorithm(verify);
		const isAble = !isPart || verify === true || verify === "size";
		demand(isAble, 'A part of a file has no hash at the server: verify it by "size"');
		this.isLenient = verify === true;
		this.isAppended = part.isAppended;
		this.#isBySize = isPart || verify === "size";
		this.#part = part;
		this.#dialer = dialer;
	}

	/** Whether all bytes must pass, from the first one on. */
	get isByHash(): boolean {
		return this.#algorithm !== undefined;
	}

	/** @throws FTPUsageError UNSUPPORTED */
	choose(offered: readonly HashAlgorithm[]): HashAlgorithm | undefined {
		if (this.#isBySize || this.#isChosen) return this.#algorithm;
		this.#isChosen = true;
		this.#algorithm = offered.find(
			(algorithm) => algorithm === (this.#wanted ?? algorithm) && this.#digestOf(algorithm) !== undefined,
		);
		this.restart();
		if (this.#algorithm || this.isLenient) return this.#algorithm;
		const both = `which ${this.#dialer.runtime} and the server both have; the server has ${offered.join(", ") || "none"}`;
		throw new FTPUsageError("UNSUPPORTED", `There is no ${this.#wanted ?? "hash"} ${both}`);
	}

	/** @throws FTPProtocolError WRONG_HASH, WRONG_SIZE, for an upload; of a download not everything may have been looked at */
	tell(evidence: Evidence): void {
		this.#evidence = evidence;
		if (this.#part.isUpload) this.#compare(evidence);
	}

	/** The bytes will come from the first one on, or from where `count` of them have passed. */
	restart(count = 0): void {
		this.#count = count;
		this.#digest = this.#algorithm && this.#digestOf(this.#algorithm);
	}

	update(bytes: Uint8Array): Promise<void> | undefined {
		this.#count += bytes.length;
		return this.#digest?.update(bytes);
	}

	/** No more bytes will pass. */
	async end(): Promise<void> {
		this.#own = await this.#digest?.hex();
	}

	/** The end of a download. @throws FTPProtocolError WRONG_HASH, WRONG_SIZE */
	async confirm(): Promise<void> {
		if (!this.#evidence) return;
		await this.end();
		this.#compare(this.#evidence);
	}

	#compare(evidence: Evidence): void {
		const { offset, isUpload, announced = this.#count } = this.#part;
		wrongUnless(announced === this.#count, "WRONG_SIZE", `${announced} bytes`, `${this.#count} bytes`);
		if ("hash" in evidence) {
			const own = this.#own ?? "";
			const { algorithm, hash } = evidence;
			wrongUnless(own === hash, "WRONG_HASH", `a file with the ${algorithm} of what was transferred, ${own}`, hash);
		} else {
			const own = offset + this.#count;
			// What is behind the bytes at an offset stays with most servers, and goes with Pure-FTPd.
			const isRight = isUpload && offset > 0 ? evidence.size >= own : evidence.size === own;
			const isShort = isUpload && evidence.size < own;
			if (!isRight) throw wrongSize(`a file of ${own} bytes`, `${evidence.size} bytes`, isShort);
		}
	}

	#digestOf(algorithm: HashAlgorithm): Digest | undefined {
		return this.#dialer.digest?.(algorithm) ?? (algorithm === "CRC32" ? crc32() : undefined);
	}
}

function wrongUnless(isRight: boolean, code: "WRONG_HASH" | "WRONG_SIZE", expected: string, received: string): void {
	if (!isRight) throw new FTPProtocolError(code, expected, received);
}
