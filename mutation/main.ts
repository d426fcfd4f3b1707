// `pnpm mutation [folder]`: changes the code of a pure folder in thousands of ways, one at a time, and sees whether a test fails.
import { readFileSync } from "node:fs";
import { run } from "../scripts/lib/run.mjs";

/** What is used here of Stryker's report. */
interface Report {
	readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const all = ["protocol", "operations", "listing"];
const chosen = process.argv.slice(2);
const unknown = chosen.filter((folder) => !all.includes(folder));
if (unknown.length > 0) {
	console.error(`There is no ${unknown.join(", ")}: choose from ${all.join(", ")}.`);
	process.exit(1);
}

function count(folder: string): string {
	const { files } = JSON.parse(readFileSync(`.stryker/${folder}/report.json`, "utf8")) as Report;
	const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
	const of = (...wanted: readonly string[]): number => states.filter((state) => wanted.includes(state)).length;
	const detected = of("Killed", "Timeout");
	const tried = detected + of("Survived", "NoCoverage");
	const score = ((100 * detected) / tried).toFixed(1);
	return `| ${folder} | ${tried} | ${detected} | ${of("Survived")} | ${of("NoCoverage")} | ${of("Ignored")} | ${score} % |`;
}

const rows: string[] = [];
for (const folder of chosen.length > 0 ? chosen : all) {
	process.env.ISOFTP_MUTATE = folder;
	const { ok } = await run("stryker", ["run", "mutation/stryker.config.mjs"]);
	if (!ok) process.exit(1);
	rows.push(count(folder));
}
console.log("| folder | mutants | killed | survived | not run by any test | static | score |\n|---|---|---|---|---|---|---|");
console.log(rows.join("\n"));
