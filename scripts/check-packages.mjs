// @ts-check
// Packs the three packages and looks at the tarballs: publint, are-the-types-wrong, our own promises, and a project that uses them.
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryAsConsumer } from "./lib/consumer.mjs";
import { brokenPromises } from "./lib/manifest.mjs";
import { packAll } from "./lib/pack.mjs";
import { run } from "./lib/run.mjs";

let failed = false;

/** @param {string} title @param {boolean} ok @param {string} output */
function report(title, ok, output) {
	console.log(`${ok ? "ok    " : "FAILED"} ${title}`);
	if (ok) return;
	failed = true;
	console.log(output.trimEnd());
}

const folder = await realpath(await mkdtemp(join(tmpdir(), "isoftp-packages-")));
try {
	const packages = await packAll(folder);
	for (const packed of packages) {
		const problems = brokenPromises(packed);
		report(`${packed.name}: no runtime dependencies, complete and tidy`, problems.length === 0, problems.join("\n"));
		const publint = await run("publint", ["run", packed.tarball, "--strict"], { quiet: true });
		report(`${packed.name}: publint --strict`, publint.ok, publint.output);
		const attw = await run("attw", [packed.tarball, "--no-definitely-typed", "--no-color", "--format", "ascii"], { quiet: true });
		report(`${packed.name}: attw`, attw.ok, attw.output);
	}
	const problems = await tryAsConsumer(folder, packages);
	report("A project that imports, requires and type-checks every entry point", problems.length === 0, problems.join("\n"));
} finally {
	await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
