import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bar, drawChart, type Panel } from "./chart.ts";
import { peerOf } from "./goal.ts";
import type { Findings, Group, Highlight } from "./group.ts";
import { benchFolder } from "./groups.ts";
import { isRate, type Result, show, timesBetter } from "./result.ts";
import { describeFindings, markdownTable } from "./table.ts";

/** A group, and what is kept of it. */
export interface Measured {
	readonly group: Group;
	readonly findings: Findings;
}

const root: string = join(benchFolder, "..");

function isOurs(contender: string): boolean {
	return contender.startsWith("isoftp");
}

/** What everybody reached in what is highlighted: the others first, the best of each side last. */
function figuresOf({ what, server }: Highlight, { results }: Findings): Result[] {
	const worstFirst = (a: Result, b: Result): number => timesBetter(a.value, b.value, a.unit) - 1;
	const all = results.filter((result) => result.what === what && result.server === server).toSorted(worstFirst);
	return [...all.filter(({ contender }) => !isOurs(contender)), ...all.filter(({ contender }) => isOurs(contender))];
}

function panelOf(highlight: Highlight, findings: Findings): Panel | undefined {
	const figures = figuresOf(highlight, findings);
	const [first] = figures;
	if (first === undefined) return undefined;
	const bars = figures.map(
		({ contender, value }): Bar => ({ name: contender, value, label: show(value), isOurs: isOurs(contender) }),
	);
	const better = isRate(first.unit) ? "more" : "less";
	const where = highlight.server === "" ? "" : `${highlight.server}; `;
	return { title: highlight.title, caption: `${where}${first.unit === "s" ? "seconds" : first.unit}, ${better} is better`, bars };
}

export function chartOf(measured: readonly Measured[]): string {
	const panels = measured.flatMap(({ group, findings }) =>
		(group.highlights ?? []).map((highlight) => panelOf(highlight, findings)).filter((panel) => panel !== undefined),
	);
	return drawChart(panels, "isoftp beside basic-ftp, curl and lftp");
}

/** The highlights as a table: what the peer needs, what isoftp needs, and how many times better that is. */
export function summaryOf(measured: readonly Measured[]): string {
	const rows = measured.flatMap(({ group, findings }) =>
		(group.highlights ?? []).flatMap(({ title, what, server, contender }) => {
			const ours = findings.results.find(
				(result) => result.what === what && result.server === server && result.contender === contender,
			);
			const peer = ours && peerOf(ours, findings.peer, findings.results);
			if (ours === undefined || peer === undefined) return [];
			const name = contender === "isoftp" ? title : `${title} (${contender.replace(/^isoftp, /, "")})`;
			const times = `${timesBetter(ours.value, peer.value, ours.unit).toFixed(1)} times`;
			return [[name, server, findings.peer, `${show(peer.value)} ${peer.unit}`, `${show(ours.value)} ${ours.unit}`, times]];
		}),
	);
	return markdownTable(["", "server", "compared with", "it needs", "isoftp needs", "better by"], rows);
}

/** All tables, with the machine and the versions, for those who want to know. */
export function detailsOf(measured: readonly Measured[]): string {
	return measured
		.map(({ group, findings }) => {
			const versions = Object.entries(findings.with).map(([name, version]) => `${name} ${version}`);
			return `${describeFindings(findings, group.goals)}\n\nMeasured on ${findings.measuredOn}: ${versions.join("; ")}.`;
		})
		.join("\n\n");
}

const BEGIN = "<!-- Written by `pnpm bench`: from here -->";
const END = "<!-- to here -->";

/** Puts text between the two marks of a page. A page without them is an error. */
export function between(page: string, text: string): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END, begin);
	if (begin < 0 || end < 0) throw new Error(`The page has no place for the figures: ${BEGIN} ... ${END}`);
	return `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** Brings the README, the page about the benchmark, and the chart up to date. */
export async function writeReport(measured: readonly Measured[]): Promise<void> {
	for (const [path, text] of [
		["README.md", summaryOf(measured)],
		["docs/benchmarks.md", detailsOf(measured)],
	] as const) {
		const file = join(root, path);
		await writeFile(file, between(await readFile(file, "utf8"), text));
	}
	await writeFile(join(root, "docs/benchmarks.svg"), chartOf(measured));
}
