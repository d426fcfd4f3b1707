import { leakCase, lifecycleCases } from "./dialer-contract-lifecycle.ts";
import { listenCases } from "./dialer-contract-listen.ts";
import type { ContractCase } from "./dialer-contract-steps.ts";
import { tlsCases } from "./dialer-contract-tls.ts";
import { transferCases } from "./dialer-contract-transfers.ts";

export { type ContractAddress, type ContractAddresses, contractPeers, type PeerHost, type PeerHosts } from "./contract-peers.ts";
export type { ContractCase, ContractContext } from "./dialer-contract-steps.ts";

/**
 * What every dialer must do, on its real runtime. Run the cases in order, each with the dialer and the addresses of
 * `contractPeers()`; a case that throws has failed. They need no test framework, so they also run inside a Worker, with the
 * peers outside. A capability that the dialer does not claim is not skipped: the case then demands what must happen without it.
 */
export function dialerContract(): readonly ContractCase[] {
	return [...lifecycleCases, ...transferCases(false), ...transferCases(true), ...tlsCases, ...listenCases, leakCase];
}
