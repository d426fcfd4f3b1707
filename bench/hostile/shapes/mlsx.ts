import { parseMlsxLine } from "../../../packages/core/src/listing/mlsx.ts";
import { repeated, type Shape } from "../shape.ts";

function line(name: string, make: (bytes: number) => string): Shape {
	return {
		name,
		prepare(bytes) {
			const text = make(bytes);
			return () => {
				parseMlsxLine(text);
			};
		},
	};
}

export const shapes: readonly Shape[] = [
	line("one fact again and again", (bytes) => `${repeated("a=b;", bytes)} x`),
	line("many facts", (bytes) => `${Array.from({ length: bytes / 8 }, (_, at) => `${at.toString(36)}=;`).join("")} x`),
	line("facts without =", (bytes) => `${repeated(";", bytes)} x`),
	line("facts without ;", (bytes) => repeated("a=", bytes)),
	line("= far behind", (bytes) => `${repeated("a;", bytes)}=; x`),
	line("the target of a link", (bytes) => `type=OS.unix=slink:${repeated("/x", bytes)}; x`),
	line("a type that is nearly a link", (bytes) => `type=${repeated("os.unix=", bytes)}; x`),
	line("a size without an end", (bytes) => `size=${repeated("9", bytes)}; x`),
	line("a time without an end", (bytes) => `modify=20240102030405.${repeated("0", bytes)}; x`),
	line("a name without an end", (bytes) => ` ${repeated("x; ", bytes)}`),
	line("blanks", (bytes) => repeated(" ", bytes)),
];
