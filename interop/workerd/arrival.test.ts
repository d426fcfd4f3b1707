import { afterAll, beforeAll, describe } from "vitest";
import { bucketChecks, cutTreeChecks, resumedChecks, treeChecks } from "../checks/index.ts";
import { type Cutter, startCutter } from "../lab/cutter.ts";
import { useLab } from "../lab/suite.ts";
import { type Detour, describeWorkerd, type Mode, type ServerName, type Theme } from "./matrix.ts";

const shared = useLab();

const resumed: Theme = { name: "resumed", checks: resumedChecks };
const trees: Theme = { name: "trees", checks: treeChecks };
const cutTrees: Theme = { name: "cutTrees", checks: cutTreeChecks };
const buckets: Theme = { name: "buckets", checks: bucketChecks };

/** Behind a line that is cut on demand. */
function describeRough(server: ServerName, mode: Mode, themes: readonly Theme[]): void {
	describe("behind a line that is cut", () => {
		let line: Cutter | undefined;
		beforeAll(async () => {
			line = await startCutter(await (await shared.get()).server(server));
		});
		afterAll(() => line?.stop());
		const detour = (): Detour => {
			if (!line) throw new Error("The proxy is not running yet");
			return { host: line.host, line };
		};
		describeWorkerd(shared, server, () => themes, { modes: [mode], detour, hasBucket: true });
	});
}

describeRough("vsftpd-noreuse", "TLS", [resumed, cutTrees, buckets]);
describeRough("pyftpdlib", "plain", [trees]);
