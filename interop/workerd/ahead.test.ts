import { useLab } from "../lab/suite.ts";
import { aheadChecks } from "./inside/ahead.ts";
import { cannotTransfer, describeWorkerd, goodServers } from "./matrix.ts";

const shared = useLab();

for (const server of goodServers) {
	describeWorkerd(shared, server, (stack, mode) =>
		cannotTransfer(stack, server, mode) ? [] : [{ name: "ahead", checks: aheadChecks }],
	);
}
