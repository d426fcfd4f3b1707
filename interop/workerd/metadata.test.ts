import { matrix } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { cannotTransfer, describeWorkerd, goodServers } from "./matrix.ts";

const shared = useLab();

for (const server of goodServers) {
	describeWorkerd(shared, server, (stack, mode) =>
		cannotTransfer(stack, server, mode) ? [] : [{ name: "metadata", checks: matrix.metadata }],
	);
}
