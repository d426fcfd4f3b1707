import type { Lab } from "../../interop/lab/lab.ts";
import type { Goal } from "./goal.ts";
import type { Figure, Result } from "./result.ts";

/** What a group gets to work with. */
export interface Bench {
	/** How many times each measurement is repeated; the median counts. */
	readonly repeats: number;
	/** Less of everything (smaller files, fewer repeats), to see that it works: the figures mean little. */
	readonly isQuick: boolean;
	/** Of the group's parts (its servers, say), the ones to run: those whose name has one of the words of `--only`. */
	wants(part: string): boolean;
	/** Real servers, started when first asked for, and stopped by the runner. */
	lab(): Promise<Lab>;
	/** Takes down a figure. */
	report(figure: Figure): void;
	/** Says a line to whoever watches: progress, or what is left out and why. */
	say(line: string): void;
	/** The same, and it is kept beside the figures: what a reader of them must know. */
	note(line: string): void;
}

/** A figure for the README: a panel of its chart and a row of its table. */
export interface Highlight {
	/** What it is, for somebody who has read nothing else. */
	readonly title: string;
	readonly what: string;
	readonly server: string;
	/** The contender for the table. The chart shows everybody. */
	readonly contender: string;
}

/** What `bench/NAME/index.ts` exports as `group`. */
export interface Group {
	/** What it shows, in one sentence: the caption of its table. */
	readonly title: string;
	/** The contender that the ratios are of. */
	readonly peer: string;
	readonly goals: readonly Goal[];
	readonly highlights?: readonly Highlight[];
	run(bench: Bench): Promise<void>;
}

/** All that one run of a group has found: the content of `bench/results/NAME.json`. */
export interface Findings {
	readonly group: string;
	readonly title: string;
	readonly peer: string;
	readonly measuredOn: string;
	/** The machine and the versions of everybody who took part. */
	readonly with: Readonly<Record<string, string>>;
	readonly notes: readonly string[];
	readonly results: readonly Result[];
}
