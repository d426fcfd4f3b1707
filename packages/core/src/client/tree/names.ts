import { FTPReplyError } from "../../errors/index.ts";
import { isSafeName } from "../../listing/safe-name.ts";
import { join } from "./frame.ts";
import type { Found, Side } from "./side.ts";

/** A name as trees compare it that ignore case, and how letters with accents are made up: rather too much alike than too little. */
function folded(name: string): string {
	return name.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** The name in the other case. */
function inOtherCase(name: string): string {
	const upper = name.toUpperCase();
	return upper === name ? name.toLowerCase() : upper;
}

/** Why nothing may be done under a name, whatever tree it comes from: both may be a stranger's. */
export function faultOf(name: string): string | undefined {
	return isSafeName(name) ? undefined : "its name is not a plain name on every system, and might lead elsewhere";
}

/** Why a name cannot be at the target. */
export function refusalOf(target: Side, path: string, name: string): string | undefined {
	const why = faultOf(name);
	if (why !== undefined) return why;
	const refusal = target.refusal(path, name);
	return refusal === undefined ? undefined : `${target.what} cannot have it: ${refusal}`;
}

/** What is in a directory, by what names are to the target. */
export class Names {
	readonly #key: (name: string) => string;
	readonly #found = new Map<string, Found[]>();

	constructor(all: readonly Found[], ignoresCase: boolean) {
		this.#key = ignoresCase ? folded : (name) => name;
		for (const one of all) {
			const same = this.#found.get(this.#key(one.name));
			if (same) same.push(one);
			else this.#found.set(this.#key(one.name), [one]);
		}
	}

	/** All that are one name to the target. */
	like(name: string): readonly Found[] {
		return this.#found.get(this.#key(name)) ?? [];
	}
}

/** Whether a server takes `a` and `A` for one, which no command asks: found out when it matters, by asking for something there in another case. */
export class CaseOfServer {
	readonly #exists: (path: string) => Promise<boolean>;
	#isIgnored: boolean | undefined;
	/** What is at the server, in the other case: if that is there, too, case is ignored. */
	#sample: string | undefined;

	constructor(exists: (path: string) => Promise<boolean>) {
		this.#exists = exists;
	}

	/**
	 * For a directory of which this is at the source, and that at the server. Where nothing can be asked about, it is assumed: a file that replaces
	 * another one is worse than one that waits for the next run.
	 */
	async isIgnored(directory: string, source: readonly Found[], server: readonly Found[]): Promise<boolean> {
		if (this.#isIgnored !== undefined) return this.#isIgnored;
		const there = new Map(server.map(({ name }) => [folded(name), name]));
		// Both are at the server.
		if (there.size < new Set(server.map(({ name }) => name)).size) this.#isIgnored = false;
		else {
			const known = server.find(
				({ name }) => inOtherCase(name) !== name && folded(inOtherCase(name)) === folded(name) && isSafeName(name),
			);
			this.#sample ??= known && join(directory, inOtherCase(known.name));
			const otherwise = source.find(({ name }) => (there.get(folded(name)) ?? name) !== name && isSafeName(name));
			const hasTwins = new Set(source.map(({ name }) => folded(name))).size < new Set(source.map(({ name }) => name)).size;
			if (!otherwise && !hasTwins) return false;
			const question = otherwise ? join(directory, otherwise.name) : this.#sample;
			if (question === undefined) return true;
			this.#isIgnored = await this.#ask(question);
		}
		return this.#isIgnored ?? true;
	}

	async #ask(path: string): Promise<boolean | undefined> {
		try {
			return await this.#exists(path);
		} catch (error) {
			if (error instanceof FTPReplyError) return undefined;
			throw error;
		}
	}
}
