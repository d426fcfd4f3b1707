// Stands in for "vitest" in the test files: it takes down what they define, for runner.ts to run when and as often as it likes.
import { expect } from "vitest";

export { expect };

// It would ask vitest's worker, and there is none.
expect.setState({ testPath: "" });

type Body = (...args: readonly unknown[]) => unknown;

export interface Test {
	/** The path of its file, "#", and the titles down to its own: the name that Stryker knows it by. */
	readonly id: string;
	readonly name: string;
	readonly fileName: string;
	readonly run: () => unknown;
}

const tests = new Map<string, Test>();
let fileName = "";
let titles: readonly string[] = [];

/** Everything that a file defines from now on is this file's. */
export function beginFile(path: string): void {
	fileName = path;
	titles = [];
}

/** What was defined since the last time. */
export function takeTests(): Test[] {
	const taken = [...tests.values()];
	tests.clear();
	return taken;
}

function define(title: string, ...rest: readonly unknown[]): void {
	const body = rest.find((value) => typeof value === "function") as Body | undefined;
	if (!body) throw new Error(`${fileName}: "${title}" is a test without a body`);
	const name = [...titles, title].join(" > ");
	let id = `${fileName}#${name}`;
	while (tests.has(id)) id += ", again";
	tests.set(id, { id, name, fileName, run: () => body() });
}

function group(title: string, body: Body): void {
	const outer = titles;
	titles = [...outer, title];
	body();
	titles = outer;
}

/** The same once for every case. The number of the case makes its title unique. */
function forEach(one: (title: string, body: Body) => void, cases: readonly unknown[], title: string, body: Body): void {
	cases.forEach((values, index) => {
		const args: readonly unknown[] = Array.isArray(values) ? values : [values];
		one(`${title} (${index + 1})`, () => body(...args));
	});
}

const eachTest =
	(cases: readonly unknown[]) =>
	(title: string, body: Body): void =>
		forEach(define, cases, title, body);

const eachGroup =
	(cases: readonly unknown[]) =>
	(title: string, body: Body): void =>
		forEach(group, cases, title, body);

export const test: typeof define & { each: typeof eachTest } = Object.assign(define, { each: eachTest });

/** Files that say `it` and files that say `test` mean the same. */
export const it: typeof test = Object.assign(define.bind(undefined), { each: eachTest });

export const describe: typeof group & { each: typeof eachGroup } = Object.assign(group, { each: eachGroup });
