import { describe, expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { list } from "../operations/list.ts";
import { size } from "../operations/size.ts";
import type { Operation } from "../protocol/operation.ts";
import { type Played, play } from "../testing/transcript.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const oneByOne = { options: { pipelining: "off" } } as const;
const secured = { facts: { privateData: true } };

describe("61: where the server says nothing to a data connection that failed, its failure is the cause", () => {
	const down = (...lines: string[]): Played<unknown> => play(download("/f"), [...open, ...lines], secured);
	const cause = { name: "FTPTLSError", code: "HANDSHAKE_FAILED" };

	test.each([
		["with 150", ["< 150 here", "! untrusted data1"]],
		["without", ["! untrusted data1"]],
	])("of the end of the time for its reply, %s", (_, lines) => {
		const { outcome, session } = down(...lines, "+ 60000");
		expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT", cause } });
		expect(session.phase).toBe("closed");
	});

	test("of the end of the control connection", () => {
		const { outcome, session } = down("< 150 here", "! untrusted data1", "! ended control");
		expect(outcome).toMatchObject({ error: { name: "FTPNetworkError", code: "CONNECTION_LOST", cause } });
		expect(session.phase).toBe("closed");
	});

	test("and nothing is where nothing has failed", () => {
		const { outcome } = down("< 150 here", "! secured data1", "! ended data1 5", "+ 60000");
		expect(outcome).toMatchObject({ error: { code: "REPLY_TIMEOUT" } });
		expect(outcome?.ok === false && (outcome.error as Error).cause).toBeUndefined();
	});
});

describe("37: the last transfer's 226, said twice, is no empty listing", () => {
	function* afterDownload(): Operation<string> {
		yield* download("/f");
		yield* list("", () => undefined);
		return "listed";
	}
	const transferred = [...open, "< 150 here", "! ended data1 5", "< 226 done"];
	const late = ["< 229 ok (|||6447|)", "! connected data2", "< 226 done, as I said"];
	const after = (...lines: string[]): Played<string> => play(afterDownload(), [...transferred, ...late, ...lines], oneByOne);

	test.each([
		["the listing is refused", ["! ended data2 0", "< 550 No such directory"]],
		["the listing is refused, and its data connection reset", ["! failed data2", "< 550 No such directory"]],
	])("%s", (_, lines) => {
		const { outcome, session, orders } = after(...lines);
		expect(orders).toContain("> PWD");
		expect(outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
		expect(session.phase).toBe("closed");
	});

	test.each(['< 257 "/" is where you are', "< 257 somewhere", "< 502 What is PWD?"])("it was one: %s", (answer) => {
		const { outcome, session } = after("! ended data2 0", answer);
		expect(outcome).toEqual({ ok: true, value: "listed" });
		expect(session.phase).toBe("idle");
	});

	test("the answer comes while the next port is asked for already", () => {
		const lines = [...transferred, ...late, "! ended data2 0", "< 550 No such directory", "< 229 ok (|||6448|)"];
		const { outcome, session, orders } = play(afterDownload(), lines);
		expect(orders.slice(-8)).toContain("> PWD");
		expect(outcome).toMatchObject({ ok: false, error: { code: "UNEXPECTED_REPLY" } });
		expect(session.phase).toBe("closed");
	});

	test.each([
		["150 here it comes", "150 here it comes"],
		["331 and?", "331 and?"],
	])("only 257 to the question says so, and not %s", (answer, received) => {
		const { outcome, session } = after("! ended data2 0", `< ${answer}`);
		expect(outcome).toMatchObject({ ok: false, error: { code: "UNEXPECTED_REPLY", expected: "257 to PWD", received } });
		expect(session.phase).toBe("closed");
	});

	test("silence says nothing", () => {
		const { outcome } = after("! ended data2 0", "+ 60000");
		expect(outcome).toMatchObject({ ok: false, error: { code: "REPLY_TIMEOUT", waitingFor: "the reply to PWD" } });
	});

	test("nor does any other news", () => {
		const { outcome } = after("! ended data2 0", "! sent control", '< 257 "/"');
		expect(outcome).toEqual({ ok: true, value: "listed" });
	});

	test("nor is it the end of the next file, for which 150 comes as for the last", () => {
		const two = function* (): Operation<number> {
			yield* download("/f");
			return (yield* download("/g")).byteCount;
		};
		const refused = play(two(), [...transferred, ...late, "! ended data2 0", "< 550 No such file"], oneByOne);
		expect(refused.outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 550 } });
		const granted = play(two(), [...transferred, ...late, "< 150 here", "! ended data2 7", "< 226 done"], oneByOne);
		expect(granted.outcome).toEqual({ ok: true, value: 7 });
		expect(granted.session.phase).toBe("idle");
	});

	test("a server that has transferred nothing before has nothing to repeat, and is not asked", () => {
		const listing = list("", () => undefined);
		const { outcome, orders } = play(listing, [...open, "< 226 nothing", "! ended data1 0"]);
		expect(outcome).toMatchObject({ ok: true });
		expect(orders).not.toContain("> PWD");
	});
});

test("14: what is owed to a call that was given up does not take longer than timeouts.total, however much of it comes in time", () => {
	const timeouts = { connect: 30_000, reply: 60_000, stall: 60_000, total: 100_000 };
	const minutes = Array.from({ length: 20 }, () => ["+ 50000", "< 150 still at it"]).flat();
	const { outcome, session } = play(size("/f"), ["! abort", ...minutes], { options: { timeouts } });
	expect(outcome).toMatchObject({ error: { name: "FTPAbortError" } });
	expect(session.phase).toBe("closed");
	expect(session.closedBy).toMatchObject({ name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" });
});
