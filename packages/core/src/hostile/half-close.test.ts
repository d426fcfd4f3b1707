import { describe, expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { upload } from "../operations/upload.ts";
import { type Played, play } from "../testing/transcript.ts";

const begun = ["< 229 (|||6446|)", "! connected data1", "< 150 here"];
const fin = "! ended control 0";

function downloaded(...lines: string[]): Played<unknown> {
	return play(download("a"), [...begun, ...lines]);
}

describe("99: the server ends the control connection", () => {
	test("after its 226, while the data still comes: the file is whole, and the session is over", () => {
		const { outcome, session } = downloaded("< 226 done", fin, "! moved data1", "! ended data1 5");
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
		expect(session).toMatchObject({ phase: "closed", closedBy: { name: "FTPNetworkError", code: "CONNECTION_LOST" } });
	});

	test("without a 226: the data is taken to its end, and then the missing reply is the error", () => {
		const before = downloaded(fin, "! moved data1");
		expect(before.outcome).toBeUndefined();
		expect(before.orders).not.toContain("! close data1");
		const { outcome, orders, session } = downloaded(fin, "! moved data1", "! ended data1 5");
		const lost = {
			name: "FTPNetworkError",
			code: "CONNECTION_LOST",
			message: expect.stringContaining("the final reply to RETR a"),
		};
		expect(outcome).toMatchObject({ ok: false, error: lost });
		expect(session).toMatchObject({ phase: "closed", closedBy: lost });
		expect(orders.slice(-2)).toEqual(["! close control", "! close data1"]);
	});

	test("and the data connection fails as well: the control connection's end is the reason", () => {
		expect(downloaded(fin, "! failed data1").outcome).toMatchObject({
			error: { code: "CONNECTION_LOST", message: expect.stringContaining("the control connection") },
		});
	});

	test("and no more data comes: the time for that is as short as ever, and the reason is the first", () => {
		const { outcome, session } = downloaded(fin, "+ 60000");
		expect(outcome).toMatchObject({ error: { name: "FTPNetworkError", code: "CONNECTION_LOST" } });
		expect(session.phase).toBe("closed");
	});

	test("and the TLS handshake of the data connection stalls: the same", () => {
		const { outcome, session } = play(download("a"), [...begun, fin, "+ 60000"], { facts: { privateData: true } });
		const lost = { code: "CONNECTION_LOST", message: expect.stringContaining("the TLS handshake on data1") };
		expect(outcome).toMatchObject({ error: lost });
		expect(session.closedBy).toMatchObject(lost);
	});

	test.each([false, true])(
		"instead of the reply to RETR, before a byte has come: there is nothing to wait for (TLS: %j)",
		(privateData) => {
			for (const operation of [download("a"), upload("a")]) {
				const { outcome, orders } = play(operation, [...begun.slice(0, 2), fin], { facts: { privateData } });
				expect(outcome).toMatchObject({ error: { code: "CONNECTION_LOST", message: expect.stringContaining("the reply to") } });
				expect(orders).toContain("! close data1");
			}
		},
	);

	test("without 1yz, while bytes come: these are taken to their end", () => {
		const { outcome } = play(download("a"), [...begun.slice(0, 2), "! moved data1", fin]);
		expect(outcome).toBeUndefined();
		const final = play(download("a"), [...begun.slice(0, 2), "< 226 done", fin, "! ended data1 5"]);
		expect(final.outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
	});

	test("and the caller stops, or has enough: nothing is said to a connection that is no more", () => {
		for (const line of ["! abort", "! enough data1 3"]) {
			const { orders, session } = downloaded(fin, line);
			expect(session.phase).toBe("closed");
			expect(orders.filter((order) => order.startsWith("> "))).toEqual(["> EPSV", "> RETR a"]);
		}
	});

	test("while a transfer waits: no port is asked for", () => {
		const { orders } = play(download("a"), ["! queued transfer", ...begun, "< 226 done", fin, "! ended data1 5"]);
		expect(orders.filter((order) => order.startsWith("> "))).toEqual(["> EPSV", "> RETR a"]);
	});

	test("during an upload, which nobody can confirm any more: it fails at once", () => {
		const { outcome, orders } = play(upload("a"), [...begun, fin]);
		expect(outcome).toMatchObject({ error: { code: "CONNECTION_LOST" } });
		expect(orders).toContain("! close data1");
	});
});

test("100: a control connection that is reset ends a download at once, and with that reason", () => {
	const { outcome, orders, session } = downloaded("! moved data1", "! failed control");
	expect(outcome).toMatchObject({ error: { name: "FTPNetworkError", message: "control was reset" } });
	expect(session.closedBy).toBe((outcome as { error: unknown }).error);
	expect(orders.slice(-2)).toEqual(["! close control", "! close data1"]);
});
