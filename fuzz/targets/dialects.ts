import { equal } from "node:assert/strict";
import type { Dialect } from "../../packages/core/src/listing/dialect.ts";
import { defaultDialects } from "../../packages/core/src/listing/dialects.ts";
import { parseNameLine } from "../../packages/core/src/listing/names.ts";
import { textOf } from "./input.ts";
import { context, expectSound } from "./sound.ts";

/** Whatever the line, a dialect gives an entry that makes sense, or says that there is none. */
function fuzzDialect(dialect: Dialect, bytes: Uint8Array): void {
	const line = textOf(bytes);
	const answer = dialect(line, context);
	if (typeof answer !== "object") return;
	equal(answer.raw, line);
	expectSound(answer);
}

/** One target for each way of writing LIST, by the name of its parser, and one for NLST. */
export const dialectTargets: Readonly<Record<string, (bytes: Uint8Array) => void>> = Object.fromEntries(
	[...defaultDialects, parseNameLine].map((dialect) => [dialect.name, (bytes: Uint8Array) => fuzzDialect(dialect, bytes)]),
);
