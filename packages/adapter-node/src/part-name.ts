import { createHash, randomBytes } from "node:crypto";

/**
 * What names of temporary files end with: sixteen digits that stand for the very bytes that are wanted, or, behind "~", for nothing but this one
 * attempt. The dot in front hides them, and no pattern for names such as `*.csv` finds them.
 */
const ENDING = /^\..*\.~?[\da-f]{16}\.part$/s;

/** Bytes of a name that its temporary name repeats: some file systems have names of no more than 143 bytes, most of 255. */
const LONGEST = 96;

/** A temporary name beside `name`: always the same one for the same identity, and one that nobody else has without. */
export function partName(name: string, identity?: string): string {
	return `.${stem(name)}.${identity === undefined ? `~${randomBytes(8).toString("hex")}` : digits(identity)}.part`;
}

/** Whether a name is a temporary one, of whatever file. */
export function isPartName(name: string): boolean {
	return ENDING.test(name);
}

/** Whether a name is a temporary one that stands for some version of the file of this name: not one of another attempt, which may be alive. */
export function isPartOf(part: string, name: string): boolean {
	const start = `.${stem(name)}.`;
	return part.startsWith(start) && /^[\da-f]{16}\.part$/.test(part.slice(start.length));
}

/** As much of a name as there is room for; what is cut off is told apart by its hash. */
function stem(name: string): string {
	if (Buffer.byteLength(name) <= LONGEST) return name;
	// What was cut in the middle of a character is left out with it.
	const start = new TextDecoder().decode(Buffer.from(name).subarray(0, LONGEST - 17), { stream: true });
	return `${start}~${digits(name)}`;
}

function digits(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
