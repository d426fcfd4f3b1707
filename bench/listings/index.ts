import type { Bench, Group } from "../lib/group.ts";
import { measureNode, type Usage, withoutStart } from "../lib/measure.ts";
import { interleave } from "../lib/repeat.ts";
import { type Format, formats } from "./lines.ts";
import { startListingServer } from "./server.ts";
import type { Task } from "./task.ts";

const MANY = 100_000;
const VERY_MANY = 1_000_000;

const LISTED = "list 100,000 files";
const PARSED = "parse a listing of 100,000 files";
const HELD = "memory: list 100,000 files";
const PASSED = "memory: listStream of 1,000,000 files";

const LEAST = "contenders in turn, the least of each: what else runs on the machine only adds to it.";

const contenders = {
	"basic-ftp": new URL("basic-ftp-worker.ts", import.meta.url),
	isoftp: new URL("isoftp-worker.ts", import.meta.url),
} as const;

const streaming = new URL("stream-worker.mjs", import.meta.url);

function run(script: URL, task: Task): Promise<Usage> {
	return measureNode(script, [JSON.stringify(task)]);
}

/** Runs both contenders in turn, and reports the least of each. */
async function least(
	bench: Bench,
	figure: Omit<Parameters<Bench["report"]>[0], "contender" | "value">,
	once: (script: URL) => Promise<number>,
): Promise<void> {
	const works = Object.entries(contenders).map(([name, script]) => [name, () => once(script)] as const);
	for (const [contender, runs] of await interleave(Object.fromEntries(works), bench.repeats)) {
		bench.report({ ...figure, contender, value: Math.min(...runs), details: { runs } });
	}
}

async function parsing(bench: Bench, format: Format, count: number): Promise<void> {
	const how = `User and system time from the bytes in memory to the entries, in a process that does it once; ${LEAST}`;
	await least(bench, { what: PARSED, server: format, unit: "CPU s", how }, async (script) =>
		Number((await run(script, { format, count })).output),
	);
}

async function listing(bench: Bench, format: Format, count: number): Promise<void> {
	const server = await startListingServer(format);
	const { port } = server;
	const large = { format, count, port };
	try {
		const how = `User and system time of a process that logs in and lists, without that of one that lists a single file; ${LEAST}`;
		await least(bench, { what: LISTED, server: format, unit: "CPU s", how }, async (script) => {
			const tiny = await run(script, { ...large, count: 1 });
			return withoutStart(await run(script, large), tiny).cpu;
		});
		if (format === "MLSD") await memory(bench, large);
	} finally {
		await server.close();
	}
}

async function memory(bench: Bench, task: Task): Promise<void> {
	const server = task.format;
	const how = "The most memory that the whole process had resident, Node itself included; the least of all runs.";
	await least(bench, { what: HELD, server, unit: "MB", how }, async (script) => (await run(script, task)).rss / 1e6);
	const count = bench.isQuick ? task.count : VERY_MANY;
	const runs: number[] = [];
	for (let round = 0; round < bench.repeats; round++) runs.push((await run(streaming, { ...task, count })).rss / 1e6);
	bench.report({
		...{ what: PASSED, server, contender: "isoftp", value: Math.max(...runs), unit: "MB", details: { runs } },
		how: "The most memory that the whole process had resident, Node itself included, in any of the runs.",
	});
}

export const group: Group = {
	title: "What it takes to read a large listing, on Node: CPU time and memory.",
	peer: "basic-ftp",
	goals: [
		...[PARSED, LISTED].map((what) => ({ what, contender: "isoftp", atMost: 0.6, of: "basic-ftp" })),
		{ what: PASSED, contender: "isoftp", atMost: 80 },
	],
	highlights: [{ title: "CPU to list 100,000 files", what: LISTED, server: "MLSD", contender: "isoftp" }],
	async run(bench) {
		bench.note(
			"Same fields: name, type, size, date, permissions, owner and group. basic-ftp gives the dates of LIST as text, so its caller " +
				"makes dates of them here; isoftp also gives every fact of MLSD and the line as it was.",
		);
		const count = bench.isQuick ? 2000 : MANY;
		for (const format of formats.filter((name) => bench.wants(name))) {
			await parsing(bench, format, count);
			await listing(bench, format, count);
		}
	},
};
