import { createRequire } from "node:module";

/**
 * The TLS stacks in the field. "old": BoringSSL, in workerd up to 1.20261010, here the one that miniflare brings along. "new":
 * rustls, in workerd since 1.20261014, here the workspace's own devDependency. They differ in what they tell about a failed
 * handshake and in resuming sessions, and nobody outside Cloudflare knows which one serves a request: everything runs on both.
 */
export type Stack = "old" | "new";

export const stacks: readonly Stack[] = ["old", "new"];

/** Where miniflare looks for another workerd than its own, at the moment it starts one. */
const VARIABLE = "MINIFLARE_WORKERD_PATH";

/** The path to the workerd program with that stack. */
function workerdPath(stack: Stack): string {
	const here = createRequire(import.meta.url);
	const require = stack === "new" ? here : createRequire(here.resolve("miniflare"));
	const found = require("workerd") as { readonly default: string };
	return found.default;
}

let last: Promise<unknown> = Promise.resolve();

/** Starts a miniflare with one stack. One at a time: the choice is an environment variable, read while it starts. */
export function withStack<T>(stack: Stack, start: () => Promise<T>): Promise<T> {
	const mine = last.then(async () => {
		const before = process.env[VARIABLE];
		process.env[VARIABLE] = workerdPath(stack);
		try {
			return await start();
		} finally {
			if (before === undefined) delete process.env[VARIABLE];
			else process.env[VARIABLE] = before;
		}
	});
	last = mine.catch(() => {});
	return mine;
}
