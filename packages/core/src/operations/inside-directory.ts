import { encode, type Operation } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";
import { pwd } from "./pwd.ts";

/** Does something inside another directory and comes back, also when it fails. Refused where there is no way back. */
export function* insideDirectory<T>(path: string, body: () => Operation<T>): Operation<T> {
	const there = yield* encode("CWD", path);
	const back = yield* encode("CWD", yield* pwd());
	yield* exchange(there);
	try {
		return yield* body();
	} finally {
		yield* exchange(back);
	}
}
