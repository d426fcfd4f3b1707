import type { Answer, ErrorAsJSON } from "../answer.ts";

/** What a script for the harness exports: functions to `call()`, and optionally a Worker of its own as `default`. */
export interface Script {
	readonly default?: { fetch(request: Request, env: Record<string, unknown>, context: ExecutionContext): Promise<Response> };
	readonly [name: string]: unknown;
}

/** An error with what the tests look at; anything else that was thrown becomes an "error" named after its type. */
export function errorAsJSON(thrown: unknown, depth = 0): ErrorAsJSON {
	if (!(thrown instanceof Error)) return { name: typeof thrown, message: String(thrown) };
	const { code, cause } = thrown as { code?: unknown; cause?: unknown };
	return {
		name: thrown.name,
		message: thrown.message,
		...(typeof code === "number" || typeof code === "string" ? { code } : {}),
		...(thrown.stack ? { stack: thrown.stack } : {}),
		...(cause !== undefined && depth < 4 ? { cause: errorAsJSON(cause, depth + 1) } : {}),
	};
}

const unhandled = new Map<Promise<unknown>, ErrorAsJSON>();
let boot: string | undefined;

addEventListener("unhandledrejection", (event) => {
	unhandled.set(event.promise, errorAsJSON(event.reason));
});
addEventListener("rejectionhandled", (event) => {
	unhandled.delete(event.promise);
});

/** The Worker around a script: `/__call` runs one of its functions, everything else goes to its own `fetch`. */
export function serve(script: Script): ExportedHandler<Record<string, unknown>> {
	return {
		async fetch(request, env, context): Promise<Response> {
			boot ??= crypto.randomUUID();
			if (new URL(request.url).pathname !== "/__call") {
				if (!script.default) return new Response("The script has no fetch of its own", { status: 404 });
				return script.default.fetch(request, env, context);
			}
			const { name, args } = (await request.json()) as { name: string; args: readonly unknown[] };
			const answer = await run(script, name, args);
			// A rejection counts as unhandled only once the microtasks are done: give late ones a turn of the event loop.
			await new Promise((resolve) => setTimeout(resolve, 0));
			const late = [...unhandled.values()];
			unhandled.clear();
			return Response.json({ boot, ...answer, unhandled: late } satisfies Answer);
		},
	};
}

async function run(script: Script, name: string, args: readonly unknown[]): Promise<Pick<Answer, "value" | "error">> {
	try {
		const called = script[name];
		if (typeof called !== "function") throw new TypeError(`The script exports no function "${name}"`);
		const value: unknown = await called(...args);
		return { value };
	} catch (error) {
		return { error: errorAsJSON(error) };
	}
}
