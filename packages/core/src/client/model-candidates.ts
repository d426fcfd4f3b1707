// For tests only.

import { type ModelCall, type Verb, verbs } from "./model-calls.ts";
import { type ModelState, Refused, type Result, type Step } from "./model-files.ts";

/** What became of a call. */
export type CallOutcome = { readonly value: unknown } | { readonly error: unknown };

/** What is known of the circumstances. */
export interface Circumstances {
	/** The server or the network does something else than what is right, at some time. */
	readonly isFaulty: boolean;
	/** The caller stops this one. */
	readonly isStopped: boolean;
}

/** Everything that may be so after a call, if any of these was so before. None: what has happened cannot have happened. */
export function after(
	before: readonly ModelState[],
	call: ModelCall,
	outcome: CallOutcome,
	circumstances: Circumstances,
): ModelState[] {
	const verb = verbs[call.verb];
	if (!verb) throw new Error(`There is no ${call.verb}`);
	return unique(before.flatMap((state) => afterOne(state, verb, call, outcome, circumstances)));
}

function afterOne(
	state: ModelState,
	verb: Verb,
	call: ModelCall,
	outcome: CallOutcome,
	{ isFaulty, isStopped }: Circumstances,
): ModelState[] {
	const right = attempt(verb.step(call), state);
	if ("value" in outcome) {
		if (right) return isSame(right.value, outcome.value) ? [right.state] : [];
		return [];
	}
	// Nobody has disturbed it, so the server has refused it, and has done nothing.
	if (!isFaulty && !isStopped) return right && !right.isOptional ? [] : [state];
	const halves = (verb.halves?.(call) ?? []).map((step) => attempt(step, state)?.state);
	return [state, right?.state, ...halves].filter((each) => each !== undefined);
}

function attempt(step: Step, state: ModelState): Result | undefined {
	try {
		return step(state);
	} catch (error) {
		if (error instanceof Refused) return undefined;
		throw error;
	}
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const keyOf = ({ files, place }: ModelState): string => JSON.stringify([place, [...files].sort()]);

function unique(states: readonly ModelState[]): ModelState[] {
	return [...new Map(states.map((state) => [keyOf(state), state])).values()];
}

/** Those with these files. */
export function withFiles(states: readonly ModelState[], files: ModelState["files"]): ModelState[] {
	return states.filter((state) => keyOf({ files: state.files, place: "" }) === keyOf({ files, place: "" }));
}
