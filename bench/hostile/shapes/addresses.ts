import { parsePassiveReply } from "../../../packages/core/src/protocol/address.ts";
import { repeated, type Shape, tried } from "../shape.ts";

function address(code: 227 | 229, name: string, piece: string): Shape {
	return {
		name: `${code}, ${name}`,
		prepare(bytes) {
			const text = repeated(piece, bytes);
			return tried(() => parsePassiveReply({ code, text, lines: [`${code} ${text}`] }));
		},
	};
}

export const shapes: readonly Shape[] = [
	address(227, "five numbers again and again", "(1,2,3,4,5) "),
	address(227, "numbers without an end", "1,"),
	address(227, "large numbers", "999,"),
	address(227, "digits", "1"),
	address(227, "commas", ","),
	address(229, "delimiters", "|"),
	address(229, "delimiters that change", "!\"#$%&'*+,-./:;=?@^_`|~"),
	address(229, "delimiters far apart", `!${" ".repeat(60)}"${" ".repeat(60)}#${" ".repeat(60)}`),
	address(229, "addresses with letters for a port", "(|1|x|y|)"),
	address(229, "brackets", "("),
];
