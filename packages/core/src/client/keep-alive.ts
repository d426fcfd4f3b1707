import type { SessionOptions } from "../protocol/facts.ts";
import { type KeepAliveTimes, keepAlive } from "../protocol/keep-alive.ts";
import { checkNames, demand } from "./demand.ts";

/** After how many milliseconds of silence something is said on the control connection. */
export interface KeepAliveOptions {
	/** While a session has nothing to do; 30,000 by default, `false`: never. */
	readonly idle?: number | false | undefined;
	/** While the bytes of a transfer move; 30,000 by default, `false`: never. */
	readonly transfers?: number | false | undefined;
}

/** Routers forget connections after minutes, the worst after one; servers end idle sessions after one to fifteen. */
const INTERVAL = 30_000;

/** @throws FTPUsageError BAD_ARGUMENT */
export function keepAliveOf(given: KeepAliveOptions | number | boolean | undefined): SessionOptions["keepAlive"] {
	if (given === undefined || given === false) return undefined;
	const isPlain = given === true || typeof given === "number";
	const wish: KeepAliveOptions = isPlain ? {} : given;
	checkNames(wish, { idle: 0, transfers: 0 }, "keepAlive");
	const all = typeof given === "number" ? given : INTERVAL;
	const { idle = all, transfers = all } = wish;
	const times: KeepAliveTimes = { idle: timeOf(idle), transfers: timeOf(transfers) };
	return (facts) => keepAlive(facts, times);
}

function timeOf(time: unknown): number | undefined {
	if (time === false) return undefined;
	const isTime = typeof time === "number" && time > 0 && time < Number.POSITIVE_INFINITY;
	demand(isTime, "keepAlive must be in milliseconds: a number above 0");
	return isTime ? time : undefined;
}
