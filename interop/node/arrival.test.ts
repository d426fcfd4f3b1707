import { afterAll, beforeAll, describe } from "vitest";
import { type Check, cutTreeChecks, type RoughWorld, resumedChecks, strictChecks, treeChecks } from "../checks/index.ts";
import { type Cutter, startCutter } from "../lab/cutter.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { type Mode, nodeWorld, type ServerName, testCheck } from "./matrix.ts";

const shared = useLab();

/** Behind a line that is cut on demand. */
function describeRough(name: ServerName, mode: Mode, checks: readonly Check<RoughWorld>[]): void {
	describeServer(shared, name, (fixture) => {
		let cutter: Cutter | undefined;
		beforeAll(async () => {
			cutter = await startCutter(fixture().server);
		});
		afterAll(() => cutter?.stop());
		describe(mode, () => {
			const world = (): RoughWorld => {
				if (!cutter) throw new Error("The proxy is not running yet");
				return { ...nodeWorld(fixture(), mode, cutter.host), ...cutter };
			};
			for (const check of checks) testCheck(check, world);
		});
	});
}

describeRough("vsftpd-reuse", "TLS", [...resumedChecks, ...treeChecks]);
describeRough("proftpd-reuse", "TLS", [...resumedChecks, ...treeChecks, ...cutTreeChecks]);
describeRough("pureftpd", "plain", [...resumedChecks, ...treeChecks]);
describeRough("pyftpdlib", "plain", [...resumedChecks, ...treeChecks, ...cutTreeChecks]);
describeRough("proftpd-strict", "TLS", strictChecks);
