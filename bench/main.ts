// `pnpm bench [group ...] [--only word ...] [--repeats n] [--quick] [--no-keep]`
import { parseArgs } from "node:util";
import { groupNames, loadGroup } from "./lib/groups.ts";
import { keep } from "./lib/results-file.ts";
import { runGroup } from "./lib/run.ts";
import { describeFindings } from "./lib/table.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		only: { type: "string", multiple: true, default: [] },
		repeats: { type: "string", default: "5" },
		quick: { type: "boolean", default: false },
		"no-keep": { type: "boolean", default: false },
	},
});
const repeats = Number(values.repeats);
const known = groupNames();
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0 || !Number.isInteger(repeats) || repeats < 1) {
	console.error(`Usage: pnpm bench [${known.join("] [")}] [--only WORD] [--repeats N] [--quick] [--no-keep]`);
	process.exit(2);
}

for (const name of positionals.length > 0 ? positionals : known) {
	const group = await loadGroup(name);
	const found = await runGroup(name, group, { repeats: values.quick ? 1 : repeats, isQuick: values.quick, only: values.only });
	// Quick figures are not worth keeping: they would replace good ones.
	const findings = values.quick || values["no-keep"] ? found : await keep(found);
	console.log(`\n${describeFindings(findings, group.goals)}\n`);
}
