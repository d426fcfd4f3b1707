// @ts-check
// The rules that only this project has: each is shown a file that breaks it.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, run } from "../lib/run.mjs";

let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "isoftp-lint-"));
	for (const path of ["biome.json", "scripts/lint"]) await cp(join(root, path), join(folder, path), { recursive: true });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * Lints one file as if it were in this repository.
 *
 * @param {string} path
 * @param {string} text
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
async function lint(path, text) {
	const file = join(folder, path);
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, text);
	const result = await run("biome", ["lint", "--vcs-enabled=false", "--colors=off", path], { cwd: folder, quiet: true });
	await rm(file);
	return result;
}

const pure = ["errors", "protocol", "operations", "listing"].map((name) => `packages/core/src/${name}/example.ts`);

const hiddenInputs = [
	"Date.now()",
	"Date.now",
	'Date["now"]()',
	"Date()",
	"new Date()",
	"new Date",
	"Math.random()",
	'Math["random"]()',
	"(() => { const { now } = Date; return now(); })()",
	"(() => { const { random } = Math; return random(); })()",
];

const platform = [
	"Buffer.from([])",
	"process.env",
	"setTimeout(() => 1, 1)",
	"console.log(1)",
	"performance.now()",
	"globalThis.Date.now()",
];

describe("the pure folders", () => {
	it.each(hiddenInputs)("may not use %s", async (expression) => {
		const { ok, output } = await lint("packages/core/src/protocol/example.ts", `export const value: unknown = ${expression};\n`);
		expect(output).toContain("no clock and no dice");
		expect(ok).toBe(false);
	});

	it.each(platform)("may not use %s", async (expression) => {
		const { ok, output } = await lint("packages/core/src/protocol/example.ts", `export const value: unknown = ${expression};\n`);
		expect(output).toContain("noRestrictedGlobals");
		expect(ok).toBe(false);
	});

	it.each(pure)("are all of them: %s", async (path) => {
		const text =
			'export { systemClock } from "../client/clock.ts";\nexport const value: unknown = [Math.random(), process.pid];\n';
		const { ok, output } = await lint(path, text);
		expect(output).toContain("no clock and no dice");
		expect(output).toContain("noRestrictedGlobals");
		expect(output).toContain("noRestrictedImports");
		expect(ok).toBe(false);
	});

	it("may make a date of a number", async () => {
		const text = "export const value: Date = new Date(Date.UTC(2020, 1, 1));\n";
		expect(await lint("packages/core/src/listing/example.ts", text)).toMatchObject({ ok: true });
	});
});

const generator = "export function* script(): Generator<number, void, number> {\n\tyield 1;\n}\n";

describe("yield", () => {
	it("is refused outside of operation.ts", async () => {
		const { ok, output } = await lint("packages/core/src/operations/login.ts", generator);
		expect(output).toContain("the only bare `yield`");
		expect(ok).toBe(false);
	});

	it("is fine in operation.ts", async () => {
		expect(await lint("packages/core/src/protocol/operation.ts", generator)).toMatchObject({ ok: true });
	});

	it("is fine with a star", async () => {
		const text = generator.replace("yield 1", "yield* [1]");
		expect(await lint("packages/core/src/operations/login.ts", text)).toMatchObject({ ok: true });
	});
});

describe("a file", () => {
	it("of more than 400 lines is refused", async () => {
		const { ok, output } = await lint("packages/core/src/client/long.ts", "export {};\n".repeat(401));
		expect(output).toContain("noExcessiveLinesPerFile");
		expect(ok).toBe(false);
	});

	it("outside of the pure folders may ask for the time", async () => {
		expect(await lint("packages/core/src/client/clock.ts", "export const now: number = Date.now();\n")).toMatchObject({
			ok: true,
		});
	});
});
