import { codecFor } from "../../../packages/core/src/client/encodings/codec-for.ts";
import { legacy } from "../../../packages/core/src/client/encodings/legacy.ts";

/** The bytes of a text, in hexadecimal, and the text that they become again. */
export function roundTrip(label: string, text: string): [bytes: string, text: string] {
	const codec = codecFor(label, undefined, legacy);
	const bytes = codec.encode(text);
	return [Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""), codec.decode(bytes)];
}

/** How many pairs of bytes do not come back as they were, of all that there are; and how many are kept as bytes. */
export function allPairs(label: string): { lost: number; kept: number } {
	const codec = codecFor(label, undefined, legacy);
	let lost = 0;
	let kept = 0;
	for (let first = 0; first < 0x100; first++) {
		for (let second = 0; second < 0x100; second++) {
			const text = codec.decode(Uint8Array.of(first, second));
			const bytes = codec.encode(text);
			if (bytes.length !== 2 || bytes[0] !== first || bytes[1] !== second) lost += 1;
			if (/\p{Cs}/u.test(text)) kept += 1;
		}
	}
	return { lost, kept };
}
