import { retrace } from "../operations/cd.ts";
import { pwd } from "../operations/pwd.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";

/** How a directory is reached from where a session begins: paths, and `undefined` for CDUP. */
export type Trail = readonly (string | undefined)[];

/** The steps from one directory to another; `undefined` where none are known, and only a new session gets there. */
export function wayFrom(here: Trail | undefined, there: Trail): Trail | undefined {
	const isOnTheWay = here && here.length <= there.length && here.every((step, index) => step === there[index]);
	if (isOnTheWay) return there.slice(here.length);
	return there[0]?.startsWith("/") ? there : undefined;
}

/** Runs an operation in a directory that the session may have to go to first. */
export function* runAt<T>(place: Trail, operation: () => Operation<T>): Operation<T> {
	const { trail } = yield* sessionFacts();
	yield* retrace(wayFrom(trail, place));
	return yield* operation();
}

/** Changes the directory so that other sessions can follow: after too many steps the server is asked what they add up to. */
export function* move<T>(operation: () => Operation<T>): Operation<T> {
	const value = yield* operation();
	const facts = yield* sessionFacts();
	facts.trail ??= [yield* pwd()];
	return value;
}
