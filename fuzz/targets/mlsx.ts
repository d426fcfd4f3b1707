import { deepEqual, equal, ok } from "node:assert/strict";
import { parseMlstReply, parseMlsxLine } from "../../packages/core/src/listing/mlsx.ts";
import { textOf } from "./input.ts";
import { expectSound } from "./sound.ts";

/** An entry of MLSD makes sense, its facts are plain data, and MLST says the same of the same line. */
export function fuzzMlsx(bytes: Uint8Array): void {
	const line = textOf(bytes);
	const about = parseMlstReply({ lines: ["250-About it", ...line.split("\n"), "250 End"] });
	if (about) expectSound(about);
	const entry = parseMlsxLine(line);
	if (!entry) return;
	equal(entry.raw, line);
	expectSound(entry);
	for (const [name, value] of Object.entries(entry.facts ?? {})) {
		equal(name, name.toLowerCase());
		equal(typeof value, "string");
	}
	ok([Object.prototype, null].includes(Object.getPrototypeOf(entry.facts ?? {})), "facts are a plain object");
	// Two spaces in front are for MLST a line of text.
	if (!/^ |\n/.test(line)) deepEqual(parseMlstReply({ lines: [` ${line}`] }), entry);
}
