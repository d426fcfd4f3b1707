import { afterAll, beforeAll, expect, test } from "vitest";
import type { Capabilities } from "../client/dialer.ts";
import { type ContractAddresses, contractPeers, dialerContract } from "./dialer-contract.ts";
import { MemoryNetwork } from "./memory-network.ts";

/** The network in memory is held to what real sockets are held to: a test that passes on it must mean something. */
const network = new MemoryNetwork();
let peers: { readonly addresses: ContractAddresses; close(): void };

beforeAll(async () => {
	peers = await contractPeers({
		trusted: { name: "ftp.test", host: network.host("ftp.test") },
		wrongName: { name: "wrong.test", host: network.host("wrong.test", undefined, { names: ["elsewhere.test"] }) },
		untrusted: { name: "unknown.test", host: network.host("unknown.test", undefined, { trusted: false }) },
		stranger: { name: "stranger.test", host: network.host("stranger.test") },
	});
});
afterAll(() => {
	peers.close();
	expect(network.open.ports).toBe(0);
});

test.each(dialerContract())("in memory: $name", async ({ run }) => {
	await run({ dialer: network.dialer(), ...peers.addresses });
});

const lesser: Partial<Capabilities>[] = [
	{ resumeTls: "implicit", detectsTruncation: false },
	{ resumeTls: "never", verifyOtherName: false },
];
test.each(lesser)("in memory, with %o", async (capabilities) => {
	const dialer = network.dialer({ capabilities });
	for (const { name, run } of dialerContract()) {
		if (/resume|cut|another name/.test(name)) {
			await run({ dialer, ...peers.addresses });
		}
	}
	expect(network.open).toMatchObject({ dialled: 0 });
});
