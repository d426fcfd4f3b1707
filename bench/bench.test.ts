import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "@isoftp/adapter-node/testing";
import { MemoryServer } from "@isoftp/core/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Group } from "./lib/group.ts";
import { groupNames, loadGroup } from "./lib/groups.ts";
import { between, chartOf, detailsOf, summaryOf } from "./lib/report.ts";
import { keep, loadAll } from "./lib/results-file.ts";
import { runGroup } from "./lib/run.ts";
import { basicFtp, isoftp, isoftpPool, type Target, type Visitor } from "./round-trips/contenders.ts";
import { FILE_SIZE } from "./round-trips/site.ts";

const options = { repeats: 1, isQuick: true, only: [], say: () => {} };

async function startServer(): Promise<Target> {
	const server = new MemoryServer({ users: { bench: "secret" } });
	server.files.write("/small.bin", new Uint8Array(FILE_SIZE));
	const { host, port, close } = await listen(server);
	onTestFinished(close);
	return { host, port, user: "bench", pass: "secret", tls: undefined, ca: "" };
}

/** A group as the real ones are, and small. */
function tinyGroup(contenders: Readonly<Record<string, (target: Target) => Visitor>>): Group {
	const [what, server] = ["download", "in memory"];
	return {
		title: "One small file.",
		peer: "basic-ftp",
		goals: [
			{ what, contender: "isoftp", atLeast: FILE_SIZE },
			{ what, contender: "isoftp, pool of 2", atMost: 0.5, of: "basic-ftp" },
			{ what, contender: "isoftp, pool of 2", timesFaster: 1, than: "nobody" },
		],
		highlights: [{ title: "A small file", what, server, contender: "isoftp" }],
		async run(bench) {
			const target = await startServer();
			for (const [contender, visit] of Object.entries(contenders)) {
				const visitor = visit(target);
				await visitor.connect();
				const value = await visitor.download("/small.bin");
				await visitor.close();
				bench.report({ what, server, contender, value, unit: "bytes", how: "The bytes that came." });
			}
		},
	};
}

const group: Group = tinyGroup({ "basic-ftp": basicFtp, isoftp, "isoftp, pool of 2": (target) => isoftpPool(target, 2) });

describe("the benchmark", () => {
	it("measures a group, keeps its figures, and judges and shows them", async () => {
		const findings = await runGroup("tiny", group, options);
		expect(findings.results.map(({ contender, value }) => [contender, value])).toEqual([
			["basic-ftp", FILE_SIZE],
			["isoftp", FILE_SIZE],
			["isoftp, pool of 2", FILE_SIZE],
		]);
		expect(findings.with["basic-ftp"]).toMatch(/^\d+\.\d+/);
		const details = detailsOf([{ group, findings }]);
		expect(details).toMatch(/\| isoftp +\| 4096 bytes \| +1\.00 \| +at least 4096 \| +yes \| \[1\] \|/);
		expect(details).toMatch(/\| at most 0\.5 of basic-ftp; faster than nobody \| NO; \? \|/);
		expect(details).toContain("[1] The bytes that came.");
		expect(summaryOf([{ group, findings }])).toContain("| 4096 bytes |   4096 bytes | 1.0 times |");
	});

	it("draws a chart in which every contender has a bar", async () => {
		const findings = await runGroup("tiny", group, options);
		const chart = chartOf([{ group, findings }]);
		expect(chart.match(/<rect class="bar( ours)?"/g)).toEqual([
			'<rect class="bar"',
			'<rect class="bar ours"',
			'<rect class="bar ours"',
		]);
		expect(chart).toContain(">A small file</text>");
	});

	it("renews the figures that were taken again, and keeps the others", async () => {
		const folder = await mkdtemp(join(tmpdir(), "isoftp-bench-"));
		onTestFinished(() => rm(folder, { recursive: true, force: true }));
		const findings = await runGroup("tiny", group, options);
		await keep(findings, folder);
		const [first] = findings.results;
		await keep({ ...findings, results: [{ ...first, value: 1 } as typeof first & object] }, folder);
		const [kept] = await loadAll(folder);
		expect(kept?.results.map(({ value }) => value)).toEqual([1, FILE_SIZE, FILE_SIZE]);
	});

	it("puts text where a page has the place for it, again and again", () => {
		const page = "before\n<!-- Written by `pnpm bench`: from here -->\n<!-- to here -->\nafter\n";
		const written = between(page, "figures");
		expect(written).toMatch(/^before\n<!-- .* -->\n\nfigures\n\n<!-- to here -->\nafter\n$/);
		expect(between(written, "figures")).toBe(written);
		expect(() => between("no marks", "figures")).toThrow("no place for the figures");
	});

	it("finds groups by their folders, and each has what a group needs", async () => {
		expect(groupNames()).toContain("round-trips");
		for (const name of groupNames()) {
			const { title, goals, highlights = [] } = await loadGroup(name);
			expect(title, name).toMatch(/\.$/);
			for (const goal of goals) expect(goal.contender, name).toMatch(/^isoftp/);
			for (const { contender } of highlights) expect(contender, name).toMatch(/^isoftp/);
		}
	});
});
