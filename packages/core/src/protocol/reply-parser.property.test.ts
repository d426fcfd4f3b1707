import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPProtocolError } from "../errors/index.ts";
import { defaultProtocolLimits, type ProtocolLimits } from "../limits.ts";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { testOptions } from "../testing/transcript.ts";
import type { Reply } from "./reply.ts";
import { ReplyParser } from "./reply-parser.ts";

const { codec } = testOptions;
const small = { replyLine: 50, reply: 120, replyLines: 5 };
const numRuns = runs(500);

interface Outcome {
	readonly replies: readonly Reply[];
	/** The code of the error that ended it. */
	readonly error: string | undefined;
}

/** What comes of the chunks; `look` is shown the parser's state after each that was taken whole. */
function parse(
	chunks: readonly Uint8Array[],
	limits: Partial<ProtocolLimits>,
	look?: (replies: readonly Reply[]) => void,
): Outcome {
	const parser = new ReplyParser(codec, { ...defaultProtocolLimits, ...limits });
	const replies: Reply[] = [];
	try {
		for (const chunk of chunks) {
			parser.push(chunk);
			for (let reply = parser.next(); reply; reply = parser.next()) replies.push(reply);
			look?.(replies);
		}
	} catch (error) {
		if (!(error instanceof FTPProtocolError)) throw error;
		return { replies, error: error.code };
	}
	return { replies, error: undefined };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** The bytes in pieces of these sizes, the last of which is repeated as often as it takes. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const size = sizes[Math.min(chunks.length, sizes.length - 1)] ?? 1;
		chunks.push(bytes.subarray(at, at + size));
		at += size;
	}
	return chunks;
}

/** What came before: enough of it, in small chunks, that the parser has to make room in its buffer. */
const past = fc.nat({ max: 250 }).map((count) => codec.encode("200 ok\r\n".repeat(count)));

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 900 })), {
	minLength: 1,
	maxLength: 12,
});

/** Bytes as a server sends them, nearly, or not at all. */
const anyBytes = fc
	.tuple(
		past,
		fc.array(
			fc.oneof(
				fc
					.constantFrom(
						"220 ready",
						"220-more",
						"220",
						"221-x",
						"530 no",
						" 220 x",
						"",
						"150 x\r",
						"abc",
						"220\tx",
						"226\r\r",
						"22",
					)
					.chain((text) => fc.constantFrom("\r\n", "\n", "").map((end) => codec.encode(text + end))),
				fc.string({ maxLength: 60 }).map((text) => codec.encode(`220 ${text}\r\n`)),
				fc.constantFrom("x", " ", "\n", "220-\n").map((text) => codec.encode(text.repeat(60))),
				fc.uint8Array({ maxLength: 12 }),
			),
			{ maxLength: 10 },
		),
	)
	.map(([before, parts]) => joined([before, ...parts]));

test("17: any bytes, cut anywhere, give the replies and the FTPProtocolError that they give in one chunk", () => {
	fc.assert(
		fc.property(anyBytes, sizes, (bytes, lengths) => {
			const whole = parse([bytes], small);
			expect(parse(cut(bytes, lengths), small)).toEqual(whole);
			// The replies are sound whatever they were made of.
			const text = whole.replies.flatMap(({ lines }) => lines).join("");
			expect(/[\n\0]/.test(text)).toBe(false);
			expect(whole.replies.every(({ code, lines }) => code >= 100 && code < 600 && lines.length <= small.replyLines)).toBe(true);
		}),
		{ numRuns },
	);
});

test("13, 15: any bytes, cut anywhere: what is held between two chunks is never more than the limits", () => {
	fc.assert(
		fc.property(anyBytes, sizes, (bytes, lengths) => {
			const chunks = cut(bytes, lengths);
			let taken = 0;
			let seen = 0;
			let counted = 0;
			let heldLines = 0;
			parse(chunks, small, (replies) => {
				const chunk = chunks[seen++] ?? new Uint8Array();
				taken += chunk.length;
				for (const byte of chunk) if (byte === 0x0a) heldLines++;
				for (; counted < replies.length; counted++) heldLines -= replies[counted]?.lines.length ?? 0;
				let given = taken;
				for (let left = heldLines; left >= 0 && given > 0; ) if (bytes[--given] === 0x0a && left-- === 0) given++;
				// Looked at without `expect`, which would take most of the time.
				if (heldLines > small.replyLines || taken - given > small.reply + small.replyLine)
					throw new Error(`${heldLines} lines and ${taken - given} bytes are held`);
			});
		}),
		{ numRuns },
	);
});

const words = fc.string({ unit: anyCharacter, maxLength: 20 }).filter((text) => !/[\n\0]/.test(text));

/** A reply, and its bytes as somebody else writes them. */
const written = fc
	.record({
		code: fc.integer({ min: 100, max: 599 }).map(String),
		first: words,
		between: fc.array(fc.tuple(fc.constantFrom("text", "hyphen", "indented", "other code"), words), { maxLength: 4 }),
		last: fc.option(words),
		isOneLine: fc.boolean(),
		end: fc.constantFrom("\r\n", "\n"),
	})
	.map(({ code, first, between, last, isOneLine, end }) => {
		const other = code === "530" ? "531" : "530";
		const middle = between.map(([kind, word]): [line: string, text: string] => {
			if (kind === "hyphen") return [`${code}-${word}`, word];
			const line = kind === "indented" ? ` ${code} ${word}` : kind === "other code" ? `${other} ${word}` : word;
			return line.startsWith(code) ? [`x${line}`, `x${line}`] : [line, line];
		});
		const ending: [string, string] = last === null ? [code, ""] : [`${code} ${last}`, last];
		const parts: [string, string][] = isOneLine ? [ending] : [[`${code}-${first}`, first], ...middle, ending];
		// With LF alone, a CR in front of it belongs to the line end, and what is left must not end in one.
		const kept = parts.map(([line, text]) =>
			end === "\n" ? [line.replace(/\r+$/, ""), text.replace(/\r+$/, "")] : [line, text],
		);
		const lines = kept.map(([line = ""]) => line);
		const reply: Reply = { code: Number(code), text: kept.map(([, text]) => text).join("\n"), lines };
		return { reply, bytes: codec.encode(lines.map((line) => line + end).join("")) };
	});

test("17: replies that were written by somebody else come back as they were, however they are cut", () => {
	fc.assert(
		fc.property(fc.array(written, { maxLength: 5 }), past, sizes, (dialogue, before, lengths) => {
			const { replies, error } = parse(cut(joined([before, ...dialogue.map(({ bytes }) => bytes)]), lengths), {});
			expect(error).toBeUndefined();
			expect(replies.slice(before.length / "200 ok\r\n".length)).toEqual(dialogue.map(({ reply }) => reply));
		}),
		{ numRuns },
	);
});
