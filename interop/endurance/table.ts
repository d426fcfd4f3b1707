import type { Figures } from "./variant.ts";

/** Rows as a table in Markdown, with a column for each figure that one of them has. */
export function tableOf(rows: readonly Figures[]): string {
	const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
	const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
	return [
		line(columns),
		line(columns.map(() => "---")),
		...rows.map((row) => line(columns.map((column) => row[column] ?? ""))),
	].join("\n");
}
