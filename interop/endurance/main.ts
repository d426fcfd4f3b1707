/**
 * `node interop/endurance/main.ts [NAME...] [--small] [--only WORD...] [--seed N]`: what takes too long for continuous integration, in full. It
 * prints a table for each program.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLab } from "../lab/lab.ts";
import { makeClientProgram } from "./client-process.ts";
import { programs } from "./programs/index.ts";
import { stageVariant } from "./stage.ts";
import { tableOf } from "./table.ts";
import type { Figures } from "./variant.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		/** The form that continuous integration runs. */
		small: { type: "boolean", default: false },
		/** Only what has these words in its title, server or mode. */
		only: { type: "string", multiple: true, default: [] },
		/** Decides what files there are, and what goes wrong when. */
		seed: { type: "string", default: "1" },
	},
});
/** Lines of a server's log that are shown when a run has failed. */
const TOLD = 40;

const known = Object.keys(programs);
const seed = Number(values.seed);
if (positionals.some((name) => !known.includes(name)) || !Number.isSafeInteger(seed)) {
	console.error(`Usage: node interop/endurance/main.ts [${known.join("] [")}] [--small] [--only WORD] [--seed N]`);
	process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "isoftp-endurance-"));
const clear = (): void => rmSync(folder, { recursive: true, force: true });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
	process.once(signal, () => {
		clear();
		process.exit(1);
	});
}
const lab = await startLab();
try {
	const program = await makeClientProgram(folder);
	for (const name of positionals.length > 0 ? positionals : known) {
		const { title = "", variants = [] } = programs[name] ?? {};
		const rows: Figures[] = [];
		for (const variant of variants) {
			const what = { run: variant.title, server: variant.server, mode: variant.mode };
			const words = Object.values(what).join(" ");
			if (!values.only.every((word) => words.includes(word)) || (values.small && !variant.isQuick)) continue;
			if (!lab.installed(variant.server)) {
				console.log(`${words}: left out, the server is not installed`);
				continue;
			}
			try {
				const figures = await stageVariant(variant, { lab, program, folder, seed, isSmall: values.small });
				console.log(`${words}: ${JSON.stringify(figures)}`);
				rows.push({ ...what, ...figures });
			} catch (error) {
				process.exitCode = 1;
				console.error(`${words}: FAILED`, error);
				const log = await lab.server(variant.server).then((server) => server.log());
				console.error(log.trimEnd().split("\n").slice(-TOLD).join("\n"));
			}
		}
		if (rows.length > 0) console.log(`\n## ${title}\n\n${tableOf(rows)}\n`);
	}
} finally {
	await lab.stop();
	clear();
}
