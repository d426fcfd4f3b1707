import { matrix } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { cannotTransfer, describeWorkerd, goodServers, sharesSessions } from "./matrix.ts";

const shared = useLab();

for (const server of goodServers) {
	describeWorkerd(shared, server, (stack, mode) => {
		const isPossible = !cannotTransfer(stack, server, mode) && !sharesSessions(stack, server, mode);
		return isPossible ? [{ name: "pools", checks: matrix.pools }] : [];
	});
}
