import { fewSessionsChecks, matrix, poolTicketChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { cannotTransfer, describeWorkerd, goodServers, sharesSessions } from "./matrix.ts";

const shared = useLab();

for (const server of goodServers) {
	describeWorkerd(shared, server, (stack, mode) => {
		if (cannotTransfer(stack, server, mode)) return [];
		const tickets = sharesSessions(stack, server, mode) ? [{ name: "poolTickets", checks: poolTicketChecks }] : [];
		return [{ name: "pools", checks: matrix.pools }, ...tickets];
	});
}

describeWorkerd(shared, "vsftpd-few", () => [{ name: "fewSessions", checks: fewSessionsChecks }], { modes: ["plain"] });
