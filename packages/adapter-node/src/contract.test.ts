import { type ContractAddresses, contractPeers, dialerContract } from "@isoftp/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { nodeDialer } from "./dialer.ts";
import { NodeHost } from "./testing/node-host.ts";

const certificates = makeCertificates();

/** On real sockets, with both versions of TLS: they end, resume and refuse in different ways. */
describe.each(["TLSv1.3", "TLSv1.2"] as const)("on Node, with %s", (maxVersion) => {
	const dialer = nodeDialer({ tls: { ca: certificates.ca } });
	let peers: { readonly addresses: ContractAddresses; close(): void };

	beforeAll(async () => {
		const named = ({ cert, key }: { cert: string; key: string }) => ({
			name: "localhost",
			host: new NodeHost("localhost", { cert, key, maxVersion }),
		});
		peers = await contractPeers({
			trusted: named(certificates.server),
			wrongName: named(certificates.wrongName),
			untrusted: named(certificates.selfSigned),
			// All of 127.0.0.0/8 is this machine (RFC 1122, 3.2.1.3); on a Mac only where it was told so.
			stranger: { name: "127.0.0.2", host: new NodeHost("127.0.0.2") },
		});
	});
	afterAll(() => peers.close());

	test.each(dialerContract())("$name", async ({ run }) => {
		await run({ dialer, ...peers.addresses });
	});

	test("nothing holds the process: all sockets of this side are gone", async () => {
		const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
		await expect.poll(sockets, { timeout: 5000 }).toBe(0);
	});
});
