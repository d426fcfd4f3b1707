import { parseFeatures } from "../../../packages/core/src/protocol/features.ts";
import { repeated, type Shape } from "../shape.ts";

function features(name: string, make: (bytes: number) => string): Shape {
	return {
		name,
		prepare(bytes) {
			const lines = ["211-Features:", ...make(bytes).split("\n"), "211 End"];
			const reply = { code: 211, text: lines.join("\n"), lines };
			return () => {
				// Whoever asks for a feature reads its parameters.
				for (const parameters of parseFeatures(reply).values()) parameters.endsWith(";");
			};
		},
	};
}

export const shapes: readonly Shape[] = [
	features("the same feature again and again", (bytes) => repeated(" A b\n", bytes)),
	features("many features", (bytes) => Array.from({ length: bytes / 9 }, (_, at) => ` F${at.toString(36)}`).join("\n")),
	features("one line of tabs", (bytes) => repeated("\t", bytes)),
	features("one line of blanks behind a name", (bytes) => ` A${repeated(" ", bytes)}b`),
	features("one name without an end", (bytes) => repeated("A", bytes)),
	features("the code in front of everything", (bytes) => repeated("211-", bytes)),
];
