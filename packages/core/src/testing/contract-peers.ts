import { ContractPeer } from "./contract-peer.ts";
import type { ServerHost } from "./server-host.ts";

/** A machine that peers run on, and the name under which the dialer reaches it. */
export interface PeerHost {
	readonly name: string;
	readonly host: ServerHost;
}

/** Machines with the three certificates a client meets. They may be one machine, if each host shows its own certificate. */
export interface PeerHosts {
	/** Shows a certificate for its name that the dialer trusts. */
	readonly trusted: PeerHost;
	/** Shows one that the dialer trusts, for another name. */
	readonly wrongName: PeerHost;
	/** Shows one for its name that is signed by nobody the dialer trusts. */
	readonly untrusted: PeerHost;
	/** Has another address than `trusted`, and can connect to the dialer's machine. Only for dialers that listen. */
	readonly stranger?: PeerHost;
}

export interface ContractAddress {
	readonly host: string;
	readonly port: number;
}

/** Where the peers are: plain data, so that it can be handed to a runtime in another process. */
export interface ContractAddresses {
	/** The peer; also its TLS name. */
	readonly peer: ContractAddress;
	/** The same peer, with TLS from the first byte. */
	readonly implicit: ContractAddress;
	/** Takes connections and says nothing. */
	readonly silent: ContractAddress;
	/** Nobody listens. */
	readonly refused: ContractAddress;
	readonly wrongName: ContractAddress;
	readonly untrusted: ContractAddress;
	/** A peer at another address; absent where the dialer does not listen. */
	readonly stranger?: ContractAddress;
}

/** The peers that `dialerContract()` needs, on real ports or in memory. */
export async function contractPeers(hosts: PeerHosts): Promise<{ readonly addresses: ContractAddresses; close(): void }> {
	const { trusted, wrongName, untrusted, stranger } = hosts;
	const peer = new ContractPeer(trusted.host);
	const wrong = new ContractPeer(wrongName.host);
	const unknown = new ContractPeer(untrusted.host);
	const foreign = stranger && new ContractPeer(stranger.host);
	const free = await trusted.host.listen();
	free.close();
	const addresses: ContractAddresses = {
		peer: { host: trusted.name, port: await peer.listen("plain") },
		implicit: { host: trusted.name, port: await peer.listen("tls") },
		silent: { host: trusted.name, port: await peer.listen("silent") },
		refused: { host: trusted.name, port: free.port },
		wrongName: { host: wrongName.name, port: await wrong.listen("plain") },
		untrusted: { host: untrusted.name, port: await unknown.listen("plain") },
		...(stranger && foreign && { stranger: { host: stranger.name, port: await foreign.listen("plain") } }),
	};
	return {
		addresses,
		close() {
			for (const one of [peer, wrong, unknown, foreign]) {
				one?.close();
			}
		},
	};
}
