import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import * as listing from "../packages/core/src/listing/index.ts";

const { defaultDialects, fixedZone, os400Dialect, utcZone } = listing;
const text: string = readFileSync(new URL("../docs/listings.md", import.meta.url), "utf8");
const context: listing.ListingContext = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

interface Row {
	readonly dialect: string;
	readonly line: string;
	readonly type: string;
	readonly size: string;
	readonly date: string;
}

/** The rows of the table. One that names no dialect is of the same as the row before. */
function rowsOf(markdown: string): Row[] {
	const rows: Row[] = [];
	for (const match of markdown.matchAll(/^\| (?:`(\w+)` )?\| [^|]+ \| `([^|]+)` \| (\w+) \| ([^|]+) \| (\w+) \|$/gm)) {
		const [, dialect = rows.at(-1)?.dialect ?? "", line = "", type = "", size = "", date = ""] = match;
		rows.push({ dialect, line, type, size, date });
	}
	return rows;
}

const rows: readonly Row[] = rowsOf(text);

/** What a `ts` block of the document hands to a client as `listingDialects`. */
function dialectsOf(block: string): readonly listing.Dialect[] {
	const code = stripTypeScriptTypes(block.replace(/^import .*$/gm, ""));
	class FTPClient {
		readonly dialects: readonly listing.Dialect[];
		constructor(_host: string, options: { listingDialects: readonly listing.Dialect[] }) {
			this.dialects = options.listingDialects;
		}
	}
	const run = new Function("FTPClient", "defaultDialects", "os400Dialect", `${code}\nreturn client.dialects;`);
	return run(FTPClient, defaultDialects, os400Dialect) as readonly listing.Dialect[];
}

function read(dialects: readonly listing.Dialect[], line: string, zone: listing.Zone = utcZone): ReturnType<listing.Dialect> {
	for (const dialect of dialects) {
		const answer = dialect(line, { ...context, zone });
		if (answer !== undefined) return answer;
	}
	return undefined;
}

const blocks: readonly string[] = Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = ""]) => code);

describe("docs/listings.md", () => {
	it("has a row for every dialect, in the order in which they are asked", () => {
		expect([...new Set(rows.map(({ dialect }) => dialect))]).toEqual(defaultDialects.map(({ name }) => name));
		expect(rows).toHaveLength(text.split("\n").filter((line) => /^\| (?:`|\|)/.test(line)).length);
	});

	it.each(rows)("tells what $dialect reads in $line", ({ dialect, line, type, size, date }) => {
		expect(Object.keys(listing)).toContain(dialect);
		expect(defaultDialects.find((each) => each(line, context) !== undefined)?.name).toBe(dialect);
		const entry = read(defaultDialects, line);
		if (typeof entry !== "object") throw new Error(`no entry: ${entry}`);
		expect(entry.type).toBe(type);
		expect(entry.modifiedAtPrecision ?? "none").toBe(date);
		if (size === "bytes") expect(entry.size).toBeGreaterThan(0);
		else {
			expect(entry).not.toHaveProperty("size");
			const fact = /^`facts\.(\w+)`$/.exec(size)?.[1];
			if (fact === undefined) expect(size).toBe("none");
			else expect(entry.facts).toHaveProperty(fact);
		}
	});

	it("says by its example in which order IBM i writes dates", () => {
		const line = "ANNA 10 03/04/24 10:02:03 *STMF x";
		expect(read(defaultDialects, line)).not.toHaveProperty("modifiedAt");
		expect(read(dialectsOf(blocks[0] ?? ""), line)).toMatchObject({ modifiedAt: new Date("2024-04-03T10:02:03Z") });
	});

	it("has a dialect of its own that works", () => {
		const dialects = dialectsOf(blocks[1] ?? "");
		expect(read(dialects, "report.csv|4711|2024-01-31 10:02", fixedZone(60))).toEqual({
			name: "report.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T09:02:00Z"),
			modifiedAtPrecision: "minute",
			raw: "report.csv|4711|2024-01-31 10:02",
		});
		expect(read(dialects, "name|bytes|changed")).toBe("nothing");
		expect(read(dialects, "-rw-r--r-- 1 anna www 4711 Jan 31  2024 x")).toMatchObject({ name: "x" });
		expect(read(dialects, "a|b")).toBeUndefined();
		expect(blocks).toHaveLength(2);
	});
});
