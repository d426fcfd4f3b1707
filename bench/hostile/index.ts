import type { Group } from "../lib/group.ts";
import { measureNode } from "../lib/measure.ts";
import { parsers, shapesOf, type Times } from "./parsers.ts";

const MIB = 2 ** 20;
const SIZES = [1, 2, 4, 8];

const worker = new URL("shape-worker.ts", import.meta.url);

/** Large enough that twice the bytes for the same time is no chance, and a step from one cache of the processor to the next is no failure. */
const LINEAR = 2;

/** The least that each size took in some runs. */
async function least(parser: string, name: string, sizes: readonly number[], rounds: number): Promise<Times> {
	const runs: Times[] = [];
	for (let round = 0; round < rounds; round++) {
		const { output } = await measureNode(worker, [JSON.stringify({ parser, name, sizes })]);
		runs.push(JSON.parse(output));
	}
	return sizes.map((_, at) => Math.min(...runs.map((times) => times[at] ?? Number.NaN)));
}

function contender(size: number): string {
	return `isoftp, ${size} MiB`;
}

const names: ReadonlyMap<string, readonly string[]> = new Map(
	await Promise.all(parsers.map(async (parser) => [parser, (await shapesOf(parser)).map(({ name }) => name)] as const)),
);

export const group: Group = {
	title:
		"What a hostile server can make a parser do: CPU time for each byte of 1, 2, 4 and 8 MiB, without the limits that end it sooner.",
	peer: contender(1),
	goals: [...names.values()].flat().map((what) => ({ what, contender: contender(8), atMost: LINEAR, of: contender(1) })),
	async run(bench) {
		bench.note(
			"Linear time is the same time for each byte, whatever the size: a ratio of about 1. Quadratic time would be a ratio of 8.",
		);
		for (const [parser, shapes] of names) {
			if (!bench.wants(parser)) continue;
			for (const what of shapes) {
				const unit = bench.isQuick ? 1024 : MIB;
				const times = await least(
					parser,
					what,
					SIZES.map((size) => size * unit),
					bench.repeats,
				);
				for (const [at, size] of SIZES.entries()) {
					bench.report({
						...{ what, server: parser, contender: contender(size), unit: "ns/byte" },
						value: ((times[at] ?? Number.NaN) * 1e9) / (size * unit),
						how: "User and system time of one pass over the input, in a process that has warmed up with it; the least of several passes.",
					});
				}
			}
		}
	},
};
