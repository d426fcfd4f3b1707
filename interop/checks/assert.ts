/** Assertions without a test framework, for checks that run in any runtime. */

function show(value: unknown): string {
	if (value instanceof Error) return `${value.name}: ${value.message}`;
	return JSON.stringify(value) ?? String(value);
}

export function fail(message: string, cause?: unknown): never {
	throw new Error(message, cause === undefined ? undefined : { cause });
}

export function ok(value: unknown, what: string): asserts value {
	if (!value) fail(`Not so: ${what}`);
}

/** Equal by value, for anything that JSON can show. */
export function equal(actual: unknown, expected: unknown, what: string): void {
	const [is, shouldBe] = [show(actual), show(expected)];
	if (is !== shouldBe) fail(`${what}: expected ${shouldBe}, got ${is}`);
}

/** The name and code of an FTPError. Classes are not compared: errors that crossed a runtime's border have lost theirs. */
export interface ExpectedError {
	readonly name: string | readonly string[];
	readonly code?: number | string | readonly (number | string)[];
}

/** Demands that `attempt` throws or rejects with this error; gives the error. */
export async function rejects(attempt: () => unknown, expected: ExpectedError, what: string): Promise<Error> {
	let result: unknown;
	try {
		result = await attempt();
	} catch (error) {
		const { name, code } = error as { name?: unknown; code?: unknown };
		const codes = [expected.code ?? []].flat();
		const isRight =
			error instanceof Error &&
			[expected.name].flat().some((one) => one === name) &&
			(codes.length === 0 || codes.some((one) => one === code));
		if (!isRight) fail(`${what}: expected ${show(expected)}, got ${show(error)} (code ${show(code)})`, error);
		return error;
	}
	fail(`${what}: expected ${show(expected)}, but it succeeded with ${show(result)}`);
}
