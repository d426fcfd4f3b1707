import { cpus, release, type as systemType } from "node:os";
import { type Lab, startLab } from "../../interop/lab/lab.ts";
import type { Findings, Group } from "./group.ts";
import { contenders } from "./programs.ts";
import { type Result, show } from "./result.ts";

export interface RunOptions {
	readonly repeats: number;
	readonly isQuick: boolean;
	/** Words, one of which a part's name must have; empty for all parts. */
	readonly only: readonly string[];
	/** Where progress goes: to the standard error unless told. */
	readonly say?: (line: string) => void;
}

function machine(): string {
	const [cpu] = cpus();
	const [version] = release().split("-");
	return `${systemType()} ${version}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown CPU"}`;
}

/** Runs one group to its end, whatever it takes, and clears up behind it. */
export async function runGroup(name: string, group: Group, options: RunOptions): Promise<Findings> {
	const { repeats, isQuick, only, say = (line) => console.error(line) } = options;
	const results: Result[] = [];
	const notes: string[] = [];
	let lab: Promise<Lab> | undefined;
	try {
		say(`${name}: ${group.title}`);
		await group.run({
			repeats,
			isQuick,
			wants: (part) => only.length === 0 || only.some((word) => part.toLowerCase().includes(word.toLowerCase())),
			lab() {
				lab ??= startLab();
				return lab;
			},
			report(figure) {
				results.push({ group: name, ...figure });
				const { what, server, contender, value, unit } = figure;
				say(`  ${[what, server, contender].filter((part) => part !== "").join(" · ")}: ${show(value)} ${unit}`);
			},
			say: (line) => say(`  ${line}`),
			note(line) {
				if (notes.includes(line)) return;
				notes.push(line);
				say(`  ${line}`);
			},
		});
	} finally {
		await (await lab)?.stop();
	}
	const measuredOn = new Date().toISOString().slice(0, 10);
	const { title, peer } = group;
	return { group: name, title, peer, measuredOn, with: { machine: machine(), ...contenders() }, notes, results };
}
