import { type Result, show, timesBetter } from "./result.ts";

/** What a figure must be. With `of` or `than`, it is compared with what that contender reached in the same run. */
export type Bound =
	| { readonly atMost: number; readonly of?: string }
	| { readonly atLeast: number; readonly of?: string }
	| { readonly timesFaster: number; readonly than: string };

/** A bound, and the figures that it is for: all whose named parts are the same. */
export type Goal = Bound & {
	readonly what: string;
	/** Every server unless told. */
	readonly server?: string;
	readonly contender: string;
};

/** How a figure stands to its goal. */
export interface Verdict {
	/** In words: "at most 0.5 of basic-ftp". */
	readonly text: string;
	/** Undefined when the contender to compare with did not run. */
	readonly isMet: boolean | undefined;
}

function describeBound(bound: Bound): string {
	if ("timesFaster" in bound) {
		return bound.timesFaster === 1 ? `faster than ${bound.than}` : `${bound.timesFaster} times as fast as ${bound.than}`;
	}
	const limit = "atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
	return bound.of === undefined ? limit : `${limit} of ${bound.of}`;
}

function isMet(bound: Bound, { value, unit }: Result, peer: number | undefined): boolean | undefined {
	const isCompared = "timesFaster" in bound || bound.of !== undefined;
	if (isCompared && peer === undefined) return undefined;
	if ("timesFaster" in bound) return timesBetter(value, peer as number, unit) >= bound.timesFaster;
	// What is shown is what is judged: nobody can tell 3.204 from 3.2.
	const judged = Number(show(isCompared ? value / (peer as number) : value));
	return "atMost" in bound ? judged <= bound.atMost : judged >= bound.atLeast;
}

/** The figure of another contender that did the same. */
export function peerOf(result: Result, contender: string, results: readonly Result[]): Result | undefined {
	return results.find(
		(other) =>
			other.contender === contender &&
			other.group === result.group &&
			other.what === result.what &&
			other.server === result.server &&
			other.unit === result.unit,
	);
}

/** The verdicts on one figure; none where it has no goal. */
export function judge(result: Result, goals: readonly Goal[], results: readonly Result[]): Verdict[] {
	return goals
		.filter(
			({ what, server, contender }) =>
				what === result.what && contender === result.contender && (server === undefined || server === result.server),
		)
		.map((goal) => {
			const other = "than" in goal ? goal.than : "of" in goal ? goal.of : undefined;
			const peer = other === undefined ? undefined : peerOf(result, other, results)?.value;
			return { text: describeBound(goal), isMet: isMet(goal, result, peer) };
		});
}
