// `pnpm bench [group ...] [--only word ...] [--repeats n] [--quick] [--no-keep]`, or `pnpm bench --report` to measure nothing and
// only bring tables and chart up to date.
import { parseArgs } from "node:util";
import { groupNames, loadGroup } from "./lib/groups.ts";
import { writeReport } from "./lib/report.ts";
import { keep, loadAll } from "./lib/results-file.ts";
import { runGroup } from "./lib/run.ts";
import { describeFindings } from "./lib/table.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		only: { type: "string", multiple: true, default: [] },
		repeats: { type: "string", default: "5" },
		quick: { type: "boolean", default: false },
		"no-keep": { type: "boolean", default: false },
		report: { type: "boolean", default: false },
	},
});
const repeats = Number(values.repeats);
const known = groupNames();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0 || !Number.isInteger(repeats) || repeats < 1) {
	console.error(`Usage: pnpm bench [${known.join("] [")}] [--only WORD] [--repeats N] [--quick] [--no-keep] [--report]`);
	process.exit(2);
}

// Quick figures are not worth keeping: they would replace good ones.
const isKept = !values.quick && !values["no-keep"];
for (const name of values.report ? [] : positionals.length > 0 ? positionals : known) {
	const group = await loadGroup(name);
	const found = await runGroup(name, group, { repeats: values.quick ? 1 : repeats, isQuick: values.quick, only: values.only });
	const findings = isKept ? await keep(found) : found;
	console.log(`\n${describeFindings(findings, group.goals)}\n`);
}
if (isKept) {
	const all = await loadAll();
	await writeReport(await Promise.all(all.map(async (findings) => ({ group: await loadGroup(findings.group), findings }))));
}
