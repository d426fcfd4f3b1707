import type { Command } from "./command.ts";
import type { Reply } from "./reply.ts";
import type { TextCodec } from "./text.ts";

/** A shorter secret is in half of all words, and the hole that it leaves in a word that everybody knows would tell it. */
const SHORT = 4;

const shownReplies = new WeakMap<Reply, Reply>();
const saidReplies = new WeakMap<Reply, Reply>();

/** A reply as errors and traces may show it: some servers repeat what they did not like. */
export function shown(reply: Reply): Reply {
	return shownReplies.get(reply) ?? reply;
}

/** The same backwards: what the server said, to be understood and never shown. A password may be a word of the protocol. */
export function said(reply: Reply): Reply {
	return saidReplies.get(reply) ?? reply;
}

/**
 * The passwords, accounts and one-time words of a session, which nothing may show that a server says, then or later.
 *
 * A secret of four characters and more is replaced by `***` wherever it stands, within longer words too; a shorter one where it stands alone.
 * A reply in which line ends cut a secret is not shown at all, but for its code. What a server has changed (letters turned into capitals or
 * hexadecimal digits) is not found. Only what is shown is changed: a path that has the same letters is used as it is.
 */
export class Secrets {
	readonly #codec: TextCodec;
	readonly #sent = new Map<string, Uint8Array>();

	constructor(codec: TextCodec) {
		this.#codec = codec;
	}

	add({ verb, secret, bytes }: Command): void {
		if (!secret) return;
		this.#sent.set(secret, bytes.subarray(verb.length + 1, -2));
		// The old password and the new one.
		const words = verb === "SITE" ? secret.split(" ").filter((word) => word !== "") : [];
		for (const word of words) this.#sent.set(word, this.#codec.encode(word));
	}

	/** Text without them. */
	masked(text: string): string {
		return mask(text, this.#words());
	}

	/** From now on, `shown()` gives this reply without them. */
	hideIn(reply: Reply): void {
		const words = this.#words();
		if (words.length === 0) return;
		const code = `${reply.code}`;
		const text = mask(reply.text, words);
		const unbroken = text.replaceAll("\n", "");
		const isCut = words.some((word) => word.length >= SHORT && unbroken.includes(word));
		const lines = reply.lines.map((line) =>
			// A password may be three digits, but the code is no secret.
			line.startsWith(code) ? code + mask(line.slice(3), words) : mask(line, words),
		);
		const masked = { code: reply.code, ...(isCut ? { text: "***", lines: [`${code} ***`] } : { text, lines }) };
		shownReplies.set(reply, masked);
		saidReplies.set(masked, reply);
	}

	/** As they were given, and as they read in a reply that repeats their bytes. The longest first: one may be a part of another. */
	#words(): string[] {
		return [...this.#sent]
			.flatMap(([secret, bytes]) => [secret, this.#codec.decode(bytes)])
			.sort((one, other) => other.length - one.length);
	}
}

function mask(text: string, words: readonly string[]): string {
	return words.reduce(
		(rest, word) =>
			rest.replaceAll(word, (found, at: number) => {
				const around = rest.charAt(at - 1) + rest.charAt(at + word.length);
				return word.length < SHORT && /[\p{L}\p{N}]/u.test(around) ? found : "***";
			}),
		text,
	);
}
