import { afterAll, beforeAll, describe } from "vitest";
import { type SpectrumWorld, spectrumChecks } from "../checks/index.ts";
import { type LabProxy, portsOf, startProxy } from "../lab/proxy.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { modesOf, nodeWorld, testCheck } from "./matrix.ts";

const shared = useLab();

for (const name of ["vsftpd-masquerade", "proftpd-masquerade"] as const) {
	describeServer(shared, name, (fixture) => {
		let proxy: LabProxy | undefined;
		beforeAll(async () => {
			proxy = await startProxy({ host: "127.0.0.2", ports: portsOf(fixture().server), target: "127.0.0.1" });
		});
		afterAll(() => proxy?.stop());
		for (const mode of modesOf(name)) {
			describe(mode, () => {
				const world = (): SpectrumWorld => {
					if (proxy === undefined) throw new Error("The proxy is not running yet");
					const { host, connections } = proxy;
					return {
						...nodeWorld(fixture(), mode, host),
						proxyHost: host,
						controlPort: fixture().server.port,
						connections: async () => connections.map(({ port }) => port),
					};
				};
				for (const check of spectrumChecks) testCheck(check, world);
			});
		}
	});
}
