// @ts-check
// The compiler's half of the purity gate: with the options of the pure folders, the platform's names do not exist.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root, run } from "./lib/run.mjs";

const names = ["setTimeout", "queueMicrotask", "fetch", "crypto", "performance", "console", "process", "Buffer"];
const classes = ["TextEncoder", "AbortSignal", "ReadableStream", "Blob", "URL", "Event"];

let folder = "";

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "isoftp-purity-"));
	const config = { extends: join(root, "packages/core/tsconfig.pure.json"), include: ["*.ts"] };
	await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
	const lines = [...names, ...classes].map((name, index) => `export const value${index}: unknown = ${name};`);
	await writeFile(join(folder, "platform.ts"), lines.join("\n"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("the pure folders cannot name anything of a platform", async () => {
	const { ok, output } = await run("tsc", ["--pretty", "false", "-p", folder], { quiet: true });
	expect(ok).toBe(false);
	for (const name of [...names, ...classes]) expect(output).toContain(`Cannot find name '${name}'`);
});

it("and can name the language", async () => {
	await writeFile(join(folder, "platform.ts"), "export const value: Uint8Array = new Uint8Array([1]).toSorted();\n");
	expect(await run("tsc", ["--pretty", "false", "-p", folder], { quiet: true })).toEqual({ ok: true, output: "" });
});
