import type { LabServer } from "../lab/lab.ts";
import { portsOf } from "../lab/proxy.ts";
import type { Fault } from "./fault.ts";
import { ChaosProxy, type Plan } from "./proxy.ts";

/** Puts the proxy in front of a server, at all of its ports. */
export async function proxyBefore(server: LabServer, plan: readonly Fault[] | Plan): Promise<ChaosProxy> {
	const proxy = new ChaosProxy(plan);
	try {
		for (const port of portsOf(server)) {
			await proxy.open({ kind: port === server.port ? "control" : "data", port, isReadable: server.tls !== "implicit" });
		}
	} catch (error) {
		await proxy.stop();
		throw error;
	}
	return proxy;
}

/** All that passes comes a little later, so that what is done to a run happens in the middle of it, however fast the machine is. */
export function unhurried(milliseconds: number): Plan {
	return (kind, connection) => [
		{
			kind,
			connection,
			moment: { type: "flight", direction: kind === "control" ? "up" : "down", count: 1 },
			action: { type: "delay", milliseconds },
		},
	];
}
