import { workerdDialer } from "@isoftp/adapter-workerd";
import type { Connection, Dialer } from "@isoftp/core";
import { type ContractAddresses, dialerContract } from "@isoftp/core/testing";

/**
 * A dialer whose handshakes are known to be done: after each one the peer is asked for its number. BoringSSL's workerd tells of a
 * handshake only when something goes through it (docs/decisions/0008-tls-on-workers.md), while the contract wants to hear of
 * it from startTls(). What that stack does by itself is shown in handshake.test.ts.
 */
function proving(dialer: Dialer): Dialer {
	return {
		...dialer,
		async dial(target, signal) {
			const connection = await dialer.dial(target, signal);
			const stop = (): void => connection.close();
			signal.addEventListener("abort", stop);
			try {
				if (target.tls === "now") await prove(connection);
			} catch (error) {
				throw signal.aborted ? signal.reason : error;
			} finally {
				signal.removeEventListener("abort", stop);
			}
			const { startTls } = connection;
			connection.startTls = async (options) => {
				await startTls.call(connection, options);
				await prove(connection);
			};
			return connection;
		},
	};
}

async function prove(connection: Connection): Promise<void> {
	await connection.write(new TextEncoder().encode("ID\n"));
	let answer = "";
	while (!answer.endsWith("\n")) {
		const bytes = await connection.read();
		if (!bytes) throw new Error(`The peer does not say its number, but "${answer}"`);
		answer += new TextDecoder().decode(bytes);
	}
}

export async function run(name: string, addresses: ContractAddresses, isProving: boolean): Promise<void> {
	const found = dialerContract().find((one) => one.name === name);
	if (!found) throw new Error(`The contract has no case "${name}"`);
	const dialer = workerdDialer();
	await found.run({ dialer: isProving ? proving(dialer) : dialer, ...addresses });
}
