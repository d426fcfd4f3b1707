/** Bars that are compared with each other. */
export interface Panel {
	readonly title: string;
	/** What the values mean: "s, less is better". */
	readonly caption: string;
	readonly bars: readonly Bar[];
}

export interface Bar {
	readonly name: string;
	readonly value: number;
	/** The value as it is shown. */
	readonly label: string;
	/** Drawn in colour: it is this project's. */
	readonly isOurs: boolean;
}

const WIDTH = 840;
const COLUMNS = 2;
const GAP = 40;
const MARGIN = 16;
const HEAD = 48;
const ROW = 24;
const BAR = 14;
/** Room for the names, to the left of the bars, and for the figures, to the right of the longest. */
const NAMES = 150;
const LABELS = 52;
const FONT = "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** Colours for light pages, and for dark ones, by the reader's own setting. */
const STYLE = `
text { font: 12px ${FONT}; fill: #1f2328; }
.title { font-size: 13px; font-weight: 600; }
.caption, .name { fill: #59636e; }
.caption { font-size: 11px; }
.label { font-variant-numeric: tabular-nums; }
.ours.name, .ours.label { fill: #0b63ce; font-weight: 600; }
rect { fill: #c2c9d1; }
rect.ours { fill: #2f81f7; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.caption, .name { fill: #9198a1; }
.ours.name, .ours.label { fill: #6cb0ff; }
rect { fill: #444c56; }
rect.ours { fill: #388bfd; }
}`;

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

function panelHeight({ bars }: Panel): number {
	return HEAD + bars.length * ROW;
}

function drawPanel({ title, caption, bars }: Panel, left: number, top: number, width: number): string {
	const longest = Math.max(...bars.map(({ value }) => value));
	const room = width - NAMES - LABELS;
	const rows = bars.map(({ name, value, label, isOurs }, index) => {
		const ours = isOurs ? " ours" : "";
		const y = top + HEAD + index * ROW;
		const middle = y + BAR / 2 + 4;
		const length = Math.max(1, (value / longest) * room);
		const start = left + NAMES;
		return [
			`<text class="name${ours}" x="${start - 8}" y="${middle}" text-anchor="end">${escaped(name)}</text>`,
			`<rect class="bar${ours}" x="${start}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="3"/>`,
			`<text class="label${ours}" x="${(start + length + 7).toFixed(1)}" y="${middle}">${escaped(label)}</text>`,
		].join("\n");
	});
	return [
		`<text class="title" x="${left}" y="${top + 14}">${escaped(title)}</text>`,
		`<text class="caption" x="${left}" y="${top + 31}">${escaped(caption)}</text>`,
		...rows,
	].join("\n");
}

/** Panels in two columns, each going where there is more room, as an SVG of its own. */
export function drawChart(panels: readonly Panel[], title: string): string {
	const width = (WIDTH - 2 * MARGIN - GAP * (COLUMNS - 1)) / COLUMNS;
	const ends = new Array<number>(COLUMNS).fill(MARGIN);
	const drawn = panels.map((panel) => {
		const column = ends.indexOf(Math.min(...ends));
		const top = ends[column] ?? MARGIN;
		ends[column] = top + panelHeight(panel) + GAP / 2;
		return drawPanel(panel, MARGIN + column * (width + GAP), top, width);
	});
	const height = Math.max(...ends) - GAP / 2 + MARGIN;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
		`<title>${escaped(title)}</title>`,
		`<style>${STYLE}\n</style>`,
		...drawn,
		"</svg>\n",
	].join("\n");
}
