import { afterAll, beforeAll, describe } from "vitest";
import { spectrumChecks } from "../checks/index.ts";
import { type LabProxy, portsOf, startProxy } from "../lab/proxy.ts";
import { useLab } from "../lab/suite.ts";
import { type Detour, describeWorkerd } from "./matrix.ts";

const shared = useLab();

for (const server of ["vsftpd-masquerade", "proftpd-masquerade"] as const) {
	describe("behind a proxy", () => {
		let proxy: LabProxy | undefined;
		beforeAll(async () => {
			const target = await (await shared.get()).server(server);
			proxy = await startProxy({ host: "127.0.0.2", ports: portsOf(target), target: "127.0.0.1" });
		});
		afterAll(() => proxy?.stop());
		const detour = (): Detour => {
			if (!proxy) throw new Error("The proxy is not running yet");
			const { host, connections } = proxy;
			return { host, connections: () => connections.map(({ port }) => port) };
		};
		describeWorkerd(shared, server, () => [{ name: "spectrum", checks: spectrumChecks }], { detour });
	});
}
