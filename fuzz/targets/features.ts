import { deepEqual, ok } from "node:assert/strict";
import { parseFeatures } from "../../packages/core/src/protocol/features.ts";
import type { Reply } from "../../packages/core/src/protocol/reply.ts";
import { textOf } from "./input.ts";

const feat = (lines: readonly string[]): Reply => {
	const all = ["211-Features:", ...lines, "211 End"];
	return { code: 211, text: all.join("\n"), lines: all };
};

/** What is read of FEAT, written again as the RFC has it, is read in the same way. */
export function fuzzFeatures(bytes: Uint8Array): void {
	const lines = textOf(bytes).split("\n");
	const features = parseFeatures(feat(lines));
	ok(features.size <= lines.length, "no more features than lines");
	for (const name of features.keys()) ok(/^[!-`{-~]+$/.test(name), "names in upper case");
	const again = parseFeatures(feat([...features].map(([name, parameters]) => ` ${name} ${parameters}`)));
	deepEqual([...again], [...features]);
}
