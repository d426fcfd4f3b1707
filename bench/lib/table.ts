import { type Goal, judge, peerOf } from "./goal.ts";
import type { Findings } from "./group.ts";
import { type Result, show } from "./result.ts";

const LEFT_COLUMNS = 3;

/** A table in Markdown, its columns aligned so that it reads well in a terminal too. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const width = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? "").length)));
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell, column) => (column < LEFT_COLUMNS ? cell.padEnd(width[column] ?? 0) : cell.padStart(width[column] ?? 0))).join(" | ")} |`;
	const rule = width.map((size, column) => (column < LEFT_COLUMNS ? "-".repeat(size) : `${"-".repeat(size - 1)}:`));
	return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** Groups what belongs together, in the order in which it was first seen. */
function inOrder(results: readonly Result[]): Result[] {
	const groups = new Map<string, Result[]>();
	for (const result of results) {
		const key = JSON.stringify([result.what, result.server]);
		groups.set(key, [...(groups.get(key) ?? []), result]);
	}
	return [...groups.values()].flat();
}

/** The whole report on a group: its table, with ratios and goals, and how each kind of figure was measured. */
export function describeFindings(findings: Findings, goals: readonly Goal[]): string {
	const hows = [...new Set(findings.results.map(({ how }) => how))];
	let previous = "";
	const rows = inOrder(findings.results).map((result) => {
		const key = JSON.stringify([result.what, result.server]);
		const isSame = key === previous;
		previous = key;
		const peer = peerOf(result, findings.peer, findings.results);
		const verdicts = judge(result, goals, findings.results);
		return [
			isSame ? "" : result.what,
			isSame ? "" : result.server,
			result.contender,
			`${show(result.value)} ${result.unit}`,
			peer === undefined || peer === result ? "" : show(result.value / peer.value),
			verdicts.map(({ text }) => text).join("; "),
			verdicts.map(({ isMet }) => (isMet === undefined ? "?" : isMet ? "yes" : "NO")).join("; "),
			`[${hows.indexOf(result.how) + 1}]`,
		];
	});
	const head = ["what", "server", "who", "figure", `/ ${findings.peer}`, "goal", "met", "how"];
	const footnotes = hows.map((how, index) => `[${index + 1}] ${how}`);
	return [
		`## ${findings.group}: ${findings.title}`,
		markdownTable(head, rows),
		[...footnotes, ...findings.notes].join("\n\n"),
	].join("\n\n");
}
