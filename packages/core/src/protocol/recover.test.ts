import { expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { insideDirectory } from "../operations/inside-directory.ts";
import { upload } from "../operations/upload.ts";
import { play } from "../testing/transcript.ts";
import type { Operation } from "./operation.ts";

const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x"];
const inTls = { facts: { privateData: true } };
const sent = (orders: readonly string[]): string[] => orders.filter((order) => order.startsWith(">"));

test("only a transfer is stopped with ABOR, however silent the server is", () => {
	const { orders, session } = play(simple("SIZE", "/f"), ["! abort", "+ 1000", "+ 1000", "+ 1000"]);
	expect(sent(orders)).toEqual(["> SIZE /f", "> PWD"]);
	expect(session.phase).toBe("recovering");
	for (const operation of [download("/f"), upload("/f")]) {
		const stopped = play(operation, [...begun, "! abort", "+ 1000", "+ 1000"]);
		expect(sent(stopped.orders).slice(-2)).toEqual(["> PWD", "> ABOR"]);
	}
});

test("over TLS, where ABOR has gone first, it is not sent again", () => {
	const lines = [...begun, "! secured data1", "! abort", "+ 1000", "+ 1000", "+ 1000", "+ 1000"];
	const { orders, session } = play(download("/f"), lines, inTls);
	expect(sent(orders).slice(2)).toEqual(["> ABOR", "> PWD"]);
	expect(session.phase).toBe("recovering");
});

test("what it waited for in vain is told, and that it was given up", () => {
	const { session } = play(download("/f"), [...begun, "! abort", "+ 1000", "+ 1000", "+ 60000"]);
	expect(session.closedBy).toMatchObject({ code: "REPLY_TIMEOUT", waitingFor: "the reply to RETR /f, which was given up" });
	const asked = play(download("/f"), [...begun, "! abort", "! ended control"]);
	expect(asked.session.closedBy).toMatchObject({
		code: "CONNECTION_LOST",
		message: expect.stringContaining("the reply to RETR /f, which was given up"),
	});
	const flowing = play(download("/f"), [...begun, "! secured data1", "! abort", "! ended control"], inTls);
	expect(flowing.session.closedBy).toMatchObject({ message: expect.stringContaining("the end of data1, which was given up") });
});

test("other news than replies neither end it nor are taken for them", () => {
	const lines = [...begun, "! abort", "! queued transfer", "! ended data1 3", "! moved data1", "! abort"];
	const { orders, session } = play(download("/f"), lines);
	expect([sent(orders).at(-1), session.phase]).toEqual(["> RETR /f", "recovering"]);
});

test("a way back that is refused, and one to somewhere else, are told as what they are", () => {
	const begun = ['< 257 "/home"', "< 250 in", "! abort", "< 200 done"];
	const operation = (): Operation<unknown> => insideDirectory("d", () => simple("NOOP"));
	const reason = (...lines: readonly string[]): unknown => play(operation(), [...begun, ...lines]).session.closedBy;
	expect(reason("< 550 no")).toMatchObject({ expected: "a 2yz reply to CWD /home", received: "550 no" });
	expect(reason("+ 1000", '< 257 "/else"')).toMatchObject({ expected: "a 2yz reply to CWD /home", received: '257 "/else"' });
	// Other replies, and other news, are neither.
	expect(reason("! queued transfer", "! moved data1", "< 250 back")).toBeUndefined();
});
