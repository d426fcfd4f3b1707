import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { pattern } from "../checks/bytes.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { type ClientProgram, makeClientProgram } from "./client-process.ts";
import { piecesOf } from "./content.ts";
import { hashOfContent } from "./files.ts";
import { programs } from "./programs/index.ts";
import { stageVariant } from "./stage.ts";
import { tableOf } from "./table.ts";

/** The small form of each program: that it works, and that what it shows is still so. */
const SEED = 1;

const shared = useLab();
let folder = "";
let program: ClientProgram | undefined;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "isoftp-endurance-"));
	program = await makeClientProgram(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

for (const [name, { variants }] of Object.entries(programs)) {
	describe(name, () => {
		for (const variant of variants.filter(({ isQuick }) => isQuick)) {
			describeServer(shared, variant.server, (fixture) => {
				test(`${variant.title}, ${variant.mode}`, { timeout: 120_000 }, async () => {
					const { lab, server } = fixture();
					const before = (await server.log()).length;
					onTestFailed(async () => {
						const lines = (await server.log()).slice(before).trimEnd().split("\n").slice(-40);
						console.error(`${server.name}:\n${lines.join("\n")}`);
					});
					if (!program) throw new Error("There is no program for the clients");
					const figures = await stageVariant(variant, { lab, program, folder, seed: SEED, isSmall: true });
					expect(Object.values(figures)).not.toContain("");
				});
			});
		}
	});
}

test.each([0, 1, 262_144, 300_001])("the %d bytes of a file are those of the checks", (size) => {
	const whole = createHash("sha256").update(pattern(size, 7)).digest("hex");
	expect(hashOfContent({ seed: 7, size })).toBe(whole);
	expect(Buffer.concat([...piecesOf({ seed: 7, size }, true)]).equals(pattern(size, 7))).toBe(true);
});

test("figures become a table", () => {
	expect(
		tableOf([
			{ run: "down", files: "3" },
			{ run: "up", time: "1 s" },
		]),
	).toBe("| run | files | time |\n| --- | --- | --- |\n| down | 3 |  |\n| up |  | 1 s |");
});
