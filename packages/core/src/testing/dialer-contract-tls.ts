import { LineReader, tallyOf } from "./contract-peer-bytes.ts";
import type { ContractAddress } from "./contract-peers.ts";
import {
	ask,
	type ContractCase,
	check,
	contractCase,
	drain,
	failure,
	isError,
	type Lab,
	nothingMoreFrom,
	same,
	tell,
} from "./dialer-contract-steps.ts";

/** What TLS is there for. Each case also says what a dialer must do that lacks the capability. */
export const tlsCases: readonly ContractCase[] = [
	contractCase("TLS from the first byte", async (lab) => {
		const connection = await lab.dial(lab.context.implicit, { tls: "now", purpose: "control" });
		check((await ask(connection, "ID")) !== "", "The peer must answer");
		await tell(connection, "SEND 100000 1000");
		same(`${await drain(connection)}`, tallyOf(100_000), "The bytes");
	}),

	contractCase("TLS that begins after a conversation in the clear", async (lab) => {
		const connection = await lab.dial(lab.context.peer, { tls: "later", purpose: "control" });
		const number = await ask(connection, "ID");
		await ask(connection, "TLS");
		await connection.startTls({ serverName: lab.context.peer.host });
		same(await ask(connection, "ID"), number, "The same connection");
	}),

	contractCase("a certificate for another name is refused", async (lab) => {
		await refused(lab, lab.context.wrongName);
	}),

	contractCase("a certificate that nobody known has signed is refused", async (lab) => {
		await refused(lab, lab.context.untrusted);
	}),

	contractCase("another name than the dialled one is verified, or refused", async (lab) => {
		const { peer } = lab.context;
		const { verifyOtherName } = lab.context.dialer.capabilities;
		const code = verifyOtherName ? "HANDSHAKE_FAILED" : "UNSUPPORTED";
		const connecting = lab.dial(peer, { tls: "later", serverName: "elsewhere.test" }).then(async (connection) => {
			await ask(connection, "TLS");
			await connection.startTls({ serverName: "elsewhere.test" });
		});
		isError(await failure(connecting, "TLS for another name"), "FTPTLSError", code, "TLS for another name");
	}),

	contractCase("text in place of TLS is never taken for anything", async (lab) => {
		const connection = await lab.dial(lab.context.peer, { tls: "later", purpose: "control" });
		same(await ask(connection, "EARLY"), "OK", "The answer");
		await tell(connection, "GO");
		const error = await failure(connection.startTls({ serverName: lab.context.peer.host }), "startTls()");
		const { name } = error as Error;
		check(name === "FTPProtocolError" || name === "FTPTLSError", `startTls() failed with ${String(error)}`);
		await nothingMoreFrom(connection);
	}),

	contractCase("a connection cut without close_notify is told from one that ended, where the runtime can tell", async (lab) => {
		for (const size of [0, 1, 100, 16_384, 100_000]) {
			for (let run = 0; run < 5; run++) {
				const connection = await lab.open(`TRUNCATE ${size}`, true);
				const lines = new LineReader(connection);
				const reading = lines.rest();
				if (lab.context.dialer.capabilities.detectsTruncation) {
					isError(await failure(reading, "A cut download"), "FTPNetworkError", "TRUNCATED", "A cut download");
					isError(await failure(connection.read(), "A read after it"), "FTPNetworkError", "TRUNCATED", "A read after it");
				} else {
					same(`${await reading}`, tallyOf(size), "What a cut download brings");
				}
				connection.close();
			}
		}
	}),

	contractCase("data connections resume the session of their control connection, if the dialer says so", async (lab) => {
		const { resumeTls } = lab.context.dialer.capabilities;
		const controls = [await lab.secure(undefined, "control"), await lab.secure(undefined, "control")];
		for (let run = 0; run < 10; run++) {
			for (const control of controls) {
				const number = await ask(control, "ID");
				const data = await lab.secure(control);
				const resumed = await ask(data, `RESUMES ${number}`);
				await tell(data, run % 2 === 0 ? "SEND 1000 1000" : "SINK");
				if (run % 2 === 1) {
					await data.end();
				}
				await drain(data);
				data.close();
				if (resumeTls === "explicit") {
					same(resumed, "control", `The session of data connection ${run + 1}`);
				} else if (resumeTls === "never") {
					same(resumed, "none", `The session of data connection ${run + 1}`);
				} else {
					check(["control", "other", "none"].includes(resumed), `The peer says "${resumed}"`);
				}
			}
		}
	}),
];

async function refused(lab: Lab, address: ContractAddress): Promise<void> {
	const connection = await lab.dial(address, { tls: "later", purpose: "control" });
	await ask(connection, "TLS");
	const error = await failure(connection.startTls({ serverName: address.host }), "startTls()");
	isError(error, "FTPTLSError", "HANDSHAKE_FAILED", "startTls()");
	await nothingMoreFrom(connection);
}
