import {
	type ContractCase,
	check,
	contractCase,
	drain,
	failure,
	isError,
	type Lab,
	later,
	same,
} from "./dialer-contract-steps.ts";

/** Of "hello world". */
const HASHES = {
	"SHA-256": "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
	"SHA-1": "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed",
	MD5: "5eb63bbbe01eeed093cb22bb8f5acdc3",
	CRC32: "0d4a1185",
} as const;

/** Beginning, and every way of ending. */
export const lifecycleCases: readonly ContractCase[] = [
	contractCase("a port where nobody listens refuses", async (lab) => {
		const error = await failure(lab.dial(lab.context.refused), "The dial");
		isError(error, "FTPNetworkError", "CONNECT_FAILED", "The dial");
	}),

	contractCase("a host that does not exist refuses", async (lab) => {
		const host = "no-such-host.invalid"; // RFC 6761, 6.4: never a name of anybody
		isError(await failure(lab.dial({ host, port: 21 }), "The dial"), "FTPNetworkError", "CONNECT_FAILED", "The dial");
	}),

	contractCase("a dial that was aborted before it began rejects with the reason", async (lab) => {
		const reason = new Error("not wanted");
		same(await failure(lab.dial(lab.context.peer, { signal: AbortSignal.abort(reason) }), "The dial"), reason, "The rejection");
	}),

	contractCase("aborting ends a dial at once, with the reason", async (lab) => {
		const abort = new AbortController();
		const dialling = failure(lab.dial(lab.context.silent, { tls: "now", signal: abort.signal }), "The dial");
		same(await Promise.race([dialling, later(100)]), "later", "A dial to a peer that says nothing");
		const reason = new Error("enough");
		abort.abort(reason);
		same(await dialling, reason, "The rejection");
	}),

	contractCase("aborting after the dial has no effect", async (lab) => {
		const abort = new AbortController();
		const connection = await lab.dial(lab.context.peer, { signal: abort.signal });
		abort.abort(new Error("too late"));
		await connection.write(new TextEncoder().encode("SEND 3 3\n"));
		same((await drain(connection)).count, 3, "The bytes received");
	}),

	contractCase("a hash of bytes in pieces is right, for every algorithm that it has", async ({ context: { dialer } }) => {
		for (const [algorithm, value] of Object.entries(HASHES)) {
			const digest = dialer.digest?.(algorithm as keyof typeof HASHES);
			const piece = new TextEncoder().encode("hello ");
			await digest?.update(piece);
			// The piece is the caller's again.
			piece.set(new TextEncoder().encode("world!"));
			await digest?.update(piece.subarray(0, 5));
			if (digest) same(await digest.hex(), value, `The ${algorithm}`);
		}
	}),

	contractCase("close() rejects a read that is pending, and all later ones", async (lab) => {
		for (const secure of [false, true]) {
			const connection = await held(lab, secure);
			const reading = failure(connection.read(), "The pending read");
			connection.close();
			check((await reading) instanceof Error, "The pending read must reject with an error");
			await failure(connection.read(), "A read after close()");
			await failure(connection.write(Uint8Array.of(1)), "A write after close()");
			await failure(connection.end(), "end() after close()");
		}
	}),

	contractCase("close() twice, and in any state, is safe", async (lab) => {
		const fresh = await lab.dial(lab.context.peer, { tls: "later" });
		fresh.close();
		fresh.close();
		await failure(fresh.startTls({ serverName: lab.context.peer.host }), "startTls() after close()");
		const ended = await lab.open("SEND 10 10", true);
		await drain(ended);
		await ended.end();
		ended.close();
		ended.close();
	}),

	contractCase("close() during startTls() rejects it", async (lab) => {
		const connection = await lab.dial(lab.context.silent, { tls: "later" });
		const securing = failure(connection.startTls({ serverName: lab.context.silent.host }), "startTls()");
		same(await Promise.race([securing, later(100)]), "later", "TLS with a peer that says nothing");
		connection.close();
		check((await securing) instanceof Error, "startTls() must reject with an error");
	}),

	contractCase("a reset is CONNECTION_LOST, not an end", async (lab) => {
		for (const secure of [false, true]) {
			const connection = await lab.open("RESET 1000", secure);
			for (let count = 0; count < 1000; ) {
				const bytes = await connection.read();
				check(bytes !== undefined, "The bytes before the reset must arrive");
				count += bytes.length;
			}
			await connection.write(new TextEncoder().encode("GO\n"));
			const error = await failure(connection.read(), "A read at the reset");
			isError(error, "FTPNetworkError", "CONNECTION_LOST", "A read at the reset");
			await failure(connection.read(), "A read after the reset");
		}
	}),

	contractCase("the other side's address is known", async (lab) => {
		const connection = await lab.dial(lab.context.peer);
		check(connection.remoteAddress.length > 0, "remoteAddress must not be empty");
	}),
];

/** That nothing has been left open, by this or any earlier case: the last one. */
export const leakCase: ContractCase = contractCase("all that was closed has reached the other side", async (lab) => {
	let open = "";
	for (let attempt = 0; attempt < 100; attempt++) {
		open = await lab.inquire("OPEN");
		if (open === "1") {
			return;
		}
		await later(50);
	}
	throw new Error(`${Number(open) - 1} connections are still open at the peer`);
});

async function held(lab: Lab, secure: boolean): ReturnType<Lab["open"]> {
	const connection = await lab.open("HOLD", secure);
	await connection.read();
	return connection;
}
