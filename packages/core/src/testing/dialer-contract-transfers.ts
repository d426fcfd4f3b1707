import type { Connection } from "../client/dialer.ts";
import { LineReader, pattern, Tally, tallyOf } from "./contract-peer-bytes.ts";
import { A_WHILE, type ContractCase, check, contractCase, drain, type Lab, later, same } from "./dialer-contract-steps.ts";

const FIVE_MIB = 5 * 2 ** 20;
/** More than all buffers between two machines hold together. */
const FLOOD = 64 * 2 ** 20;
const WRITE = 256 * 1024;

/** Bytes in both directions, in the clear or over TLS. */
export function transferCases(secure: boolean): readonly ContractCase[] {
	const over = secure ? "over TLS" : "in the clear";
	return [
		contractCase(`${over}: what is sent comes back`, async (lab) => {
			const connection = await lab.open("ECHO", secure);
			const sent = pattern(0, 100_000);
			const writing = connection.write(sent).then(() => connection.end());
			same(`${await drain(connection)}`, tallyOf(sent.length), "The echo");
			await writing;
		}),

		contractCase(`${over}: 0 bytes, 1 byte and 5 MiB arrive whole`, async (lab) => {
			for (const size of [0, 1, FIVE_MIB]) {
				const connection = await lab.open(`SEND ${size} 60000`, secure);
				same(`${await drain(connection)}`, tallyOf(size), `${size} bytes`);
				same(await connection.read(), undefined, "A read after the end");
				connection.close();
			}
		}),

		contractCase(`${over}: 0 bytes, 1 byte and 5 MiB are delivered whole`, async (lab) => {
			for (const size of [0, 1, FIVE_MIB]) {
				await upload(lab, secure, size);
				await upload(lab, secure, size, true);
			}
		}),

		contractCase(`${over}: an upload that was ended is whole, 20 times of 20`, async (lab) => {
			for (let run = 0; run < 20; run++) {
				await upload(lab, secure, FIVE_MIB);
			}
		}),

		contractCase(`${over}: bytes that arrive just before the end are not lost, 20 times of 20`, async (lab) => {
			for (let run = 0; run < 20; run++) {
				const connection = await lab.open("SEND-CLOSE 40000", secure);
				same(`${await drain(connection)}`, tallyOf(40_000), "A small file");
				connection.close();
			}
		}),

		contractCase(`${over}: after end() reading goes on`, async (lab) => {
			const connection = await lab.open("SINK", secure);
			await connection.end();
			same(await new LineReader(connection).line(), tallyOf(0), "The answer");
		}),

		contractCase(`${over}: reads are never empty, and their bytes stay as they are until the next one`, async (lab) => {
			const size = 2 ** 20;
			const connection = await lab.open(`SEND ${size} ${size}`, secure);
			const tally = new Tally();
			for (let reads = 0; ; reads++) {
				const bytes = await connection.read();
				if (bytes === undefined) {
					break;
				}
				check(bytes.length > 0, "A read gave an empty array");
				if (reads < 5) {
					// Time for whatever else is on its way to arrive.
					await lab.inquire("ID");
				}
				tally.add(bytes);
			}
			same(`${tally}`, tallyOf(size), "The bytes");
		}),

		contractCase(`${over}: what was kept stays as it is, and what is read after it is whole`, async (lab) => {
			const connection = await lab.open(`SEND ${FIVE_MIB} ${FIVE_MIB}`, secure);
			const tally = new Tally();
			const kept: Uint8Array[] = [];
			for (let turn = 0; ; turn++) {
				const bytes = await connection.read();
				if (bytes === undefined) break;
				if (turn % 3 === 2) {
					// Some are not kept; others were read by one who is slow, so that the peer is ahead.
					kept.push(new Uint8Array(bytes));
				} else {
					kept.push(connection.keep?.() ?? new Uint8Array(bytes));
				}
				if (turn % 4 === 3) await later(5);
			}
			for (const bytes of kept) tally.add(bytes);
			same(`${tally}`, tallyOf(FIVE_MIB), "The bytes");
			same(new Set(kept.map(({ buffer }) => buffer)).size, kept.length, "The buffers that the kept bytes have for themselves");
		}),

		contractCase(`${over}: an array may be reused once its write has resolved`, async (lab) => {
			const connection = await lab.open("SINK", secure);
			const array = new Uint8Array(50_000);
			for (let at = 0; at < 2 ** 20; at += array.length) {
				array.set(pattern(at, array.length));
				await connection.write(array);
				array.fill(0);
			}
			await connection.end();
			const size = Math.ceil(2 ** 20 / array.length) * array.length;
			same(await new LineReader(connection).line(), tallyOf(size), "The bytes delivered");
		}),

		contractCase(`${over}: a peer that does not read holds writes back`, async (lab) => {
			const connection = await lab.open("STALL", secure);
			const lines = new LineReader(connection);
			const number = await lines.line();
			let written = 0;
			let pending: Promise<void> | undefined;
			while (pending === undefined) {
				const writing = connection.write(pattern(written, WRITE));
				written += WRITE;
				if ((await Promise.race([writing, later(A_WHILE)])) === "later") {
					pending = writing;
				}
				check(written < FLOOD, `${written} bytes were taken although nobody reads them`);
			}
			await lab.inquire(`CONTINUE ${number}`);
			await pending;
			await connection.end();
			same(await lines.line(), tallyOf(written), "What arrived in the end");
		}),

		contractCase(`${over}: bytes that nobody reads are not piled up`, async (lab) => {
			const connection = await lab.open(`FLOOD ${FLOOD}`, secure);
			const lines = new LineReader(connection);
			const number = await lines.line();
			let before = "";
			for (let sent = "0"; sent !== before; sent = await lab.inquire(`SENT ${number}`)) {
				before = sent;
				await later(A_WHILE);
			}
			check(Number(before) < FLOOD, `${before} bytes were taken although nobody reads them`);
			same(`${await lines.rest()}`, tallyOf(FLOOD), "What arrived in the end");
		}),
	];
}

/** Sends `size` bytes to a peer that counts them, the way transfers end everywhere: end(), read to the end, close(). */
async function upload(lab: Lab, secure: boolean, size: number, writeOnly = false): Promise<void> {
	const connection: Connection = await lab.open("SINK", secure, writeOnly);
	for (let at = 0; at < size; at += WRITE) {
		await connection.write(pattern(at, Math.min(WRITE, size - at)));
	}
	await connection.end();
	const lines = new LineReader(connection);
	same(await lines.line(), tallyOf(size), `${size} bytes`);
	same((await lines.rest()).count, 0, "What came after the answer");
	connection.close();
}
