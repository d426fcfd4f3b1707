import { FTPProtocolError, tooMuch } from "../errors/index.ts";
import type { ProtocolLimits } from "../limits.ts";
import type { Reply } from "./reply.ts";
import type { TextCodec } from "./text.ts";

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;

/**
 * Frames replies (RFC 959, 4.2): the one place where control bytes become replies. It does not matter where the bytes are cut.
 *
 * A multi-line reply starts with `ddd-` and ends at the first line that starts with the same code and a space (or is the code
 * alone). Lines between are text, whatever they look like: indented codes, other codes, the same code with a hyphen.
 */
export class ReplyParser {
	readonly #codec: TextCodec;
	readonly #limits: ProtocolLimits;
	readonly #shown: (line: string) => string;
	/** Unframed bytes: `#buffer` from `#start` to `#end`; `#scanned` is where the search for LF goes on. */
	#buffer = new Uint8Array(1024);
	#start = 0;
	#end = 0;
	#scanned = 0;
	/** Lines of a multi-line reply that has begun. */
	#lines: string[] = [];
	#size = 0;

	/** @param shown takes the secrets out of a line that goes into an error */
	constructor(codec: TextCodec, limits: ProtocolLimits, shown: (line: string) => string = (line) => line) {
		this.#codec = codec;
		this.#limits = limits;
		this.#shown = shown;
	}

	/** Takes bytes; they are copied. */
	push(bytes: Uint8Array): void {
		const held = this.#end - this.#start;
		if (this.#end + bytes.length > this.#buffer.length) {
			const size = held + bytes.length;
			const target = size > this.#buffer.length ? new Uint8Array(Math.max(size, this.#buffer.length * 2)) : this.#buffer;
			target.set(this.#buffer.subarray(this.#start, this.#end));
			this.#buffer = target;
			this.#scanned -= this.#start;
			this.#start = 0;
			this.#end = held;
		}
		this.#buffer.set(bytes, this.#end);
		this.#end += bytes.length;
	}

	/** Nothing that came before TLS may be taken for something that came through it (RFC 4217, 10; CVE-2011-0411). */
	endPlainText(): void {
		if (this.#end > this.#start || this.#lines.length > 0) {
			throw new FTPProtocolError("BYTES_BEFORE_TLS", "the TLS handshake after the reply to AUTH", "more plain text");
		}
	}

	/** The next whole reply, or `undefined` when more bytes are needed. Throws FTPProtocolError for what is no reply. */
	next(): Reply | undefined {
		for (let line = this.#nextLine(); line !== undefined; line = this.#nextLine()) {
			const reply = this.#accept(line);
			if (reply) return reply;
		}
		return undefined;
	}

	#nextLine(): string | undefined {
		const at = this.#buffer.subarray(0, this.#end).indexOf(LF, this.#scanned);
		const length = (at < 0 ? this.#end : at) - this.#start;
		const isTooLong = length > this.#limits.replyLine;
		// Another protocol may never send a line end: its first byte tells. No more is shown, for a secret that is cut is not found.
		if ((at < 0 || isTooLong) && length > 0 && this.#lines.length === 0) {
			const first = String.fromCharCode(this.#buffer[this.#start] ?? 0);
			if (first < "1" || first > "5") throw noReply(`${first}...`);
		}
		if (isTooLong) {
			throw tooMuch("a reply line", this.#limits.replyLine, "bytes");
		}
		if (at < 0) {
			this.#scanned = this.#end;
			return undefined;
		}
		// Some servers end lines with LF alone; a CR anywhere else stays in the text.
		const line = this.#buffer.subarray(this.#start, at > this.#start && this.#buffer[at - 1] === CR ? at - 1 : at);
		this.#start = at + 1;
		this.#scanned = this.#start;
		this.#size += length + 1;
		if (this.#size > this.#limits.reply) {
			throw tooMuch("a reply", this.#limits.reply, "bytes");
		}
		const text = this.#codec.decode(line);
		if (line.includes(NUL)) throw new FTPProtocolError("BAD_REPLY", "a reply without NUL", this.#shown(text));
		return text;
	}

	#accept(line: string): Reply | undefined {
		const first = this.#lines[0];
		if (first === undefined) {
			if (!/^[1-5][0-9]{2}(?:[ \t-]|$)/.test(line)) {
				throw noReply(this.#shown(line));
			}
			this.#lines.push(line);
			return line[3] === "-" ? undefined : this.#finish();
		}
		this.#lines.push(line);
		if (this.#lines.length > this.#limits.replyLines) {
			throw tooMuch("a reply", this.#limits.replyLines, "lines");
		}
		const code = first.slice(0, 3);
		return line === code || (line.startsWith(code) && line[3] === " ") ? this.#finish() : undefined;
	}

	#finish(): Reply {
		const lines = this.#lines;
		this.#lines = [];
		this.#size = 0;
		const code = lines[0]?.slice(0, 3) ?? "";
		// The code in front of the first and last line, and of lines that repeat it, is framing, not text.
		const text = lines.map((line) => (line.startsWith(code) && /^(?:[ \t-]|$)/.test(line.slice(3)) ? line.slice(4) : line));
		return { code: Number(code), text: text.join("\n"), lines };
	}
}

function noReply(received: string): FTPProtocolError {
	return new FTPProtocolError("BAD_REPLY", "a reply that starts with a three-digit code", received);
}
