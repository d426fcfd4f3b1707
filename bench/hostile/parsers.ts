import type { Shape } from "./shape.ts";

/** By the parser's name, the file that has the shapes which are worst for it. */
const files = {
	"reply framer": "reply-framer",
	FEAT: "features",
	"PASV and EPSV": "addresses",
	PWD: "paths",
	"dialects of LIST": "dialects",
	MLSx: "mlsx",
	NLST: "names",
	"line reader": "line-reader",
} as const;

export type Parser = keyof typeof files;

export const parsers = Object.keys(files) as Parser[];

export async function shapesOf(parser: Parser): Promise<readonly Shape[]> {
	const module: { shapes: readonly Shape[] } = await import(`./shapes/${files[parser]}.ts`);
	return module.shapes;
}

/** What a worker is told, and what it tells. */
export interface Task {
	readonly parser: Parser;
	readonly name: string;
	readonly sizes: readonly number[];
}

/** CPU seconds for each size. */
export type Times = readonly number[];
