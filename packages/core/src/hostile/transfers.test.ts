import { describe, expect, test } from "vitest";
import { cd, cdup } from "../operations/cd.ts";
import { mkdir } from "../operations/directory.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { mustBeDirectory } from "../operations/inside-directory.ts";
import { list } from "../operations/list.ts";
import { listByStat } from "../operations/list-by-stat.ts";
import { rename } from "../operations/rename.ts";
import { useType } from "../operations/representation-type.ts";
import { size } from "../operations/size.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import { upload } from "../operations/upload.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Session } from "../protocol/session.ts";
import { type Played, play } from "../testing/transcript.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const down = (...lines: string[]): Played<TransferSummary> => play(download("/f"), [...open, ...lines]);
const up = (...lines: string[]): Played<TransferSummary> => play(upload("/f"), [...open, ...lines]);
const listing = (...lines: string[]): Played<TransferSummary> =>
	play(
		list("", () => undefined),
		["< 229 ok (|||6446|)", ...lines],
	);
const tell = (session: Session, text: string): void =>
	session.handle({ type: "received", bytes: new TextEncoder().encode(`${text}\r\n`) }, 0);

describe("31: bytes that were lost on the way are not made good by 226", () => {
	test.each([
		["150, and some of the bytes", ["< 150 here", "! moved data1", "! failed data1", "< 226 done"]],
		["226 before the loss is noticed", ["< 150 here", "! moved data1", "< 226 done", "! failed data1"]],
		["no 150 at all", ["! moved data1", "! failed data1", "< 226 done"]],
		["not one byte", ["< 150 here", "! failed data1", "< 226 done"]],
	])("%s", (_, lines) => {
		expect(down(...lines).outcome).toMatchObject({ ok: false, error: { name: "FTPNetworkError" } });
	});

	test("a listing of which some has come is not one of nothing, though it was never begun", () => {
		const lines = ["! connected data1", "! moved data1", "! failed data1", "< 226 done"];
		expect(listing(...lines).outcome).toMatchObject({ ok: false, error: { name: "FTPNetworkError" } });
		expect(listing("! connected data1", "! failed data1", "< 226 nothing").outcome).toMatchObject({ ok: true });
	});
});

describe("47: an upload is stored only if 226 comes when all of it has been sent", () => {
	const stored = { ok: true, value: { byteCount: 7, reply: { code: 226 } } };
	const early = { ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } };

	test.each([
		["with the 150", ["< 150 go\r\n226 stored"]],
		["in the middle", ["< 150 go", "! moved data1", "< 226 stored"]],
		["while the caller has more to bring", ["< 150 go", "! held data1", "< 250 stored"]],
		["without 150", ["< 226 stored"]],
		["though the data connection is lost afterwards", ["< 150 go", "! moved data1", "< 226 stored", "! failed data1"]],
	])("%s: it is not, and the session is over", (_, lines) => {
		const { outcome, session, orders } = up(...lines, "! sent data1", "! ended data1 7");
		expect(outcome).toMatchObject(early);
		expect(session.phase).toBe("closed");
		expect(orders).toContain("! close data1");
	});

	test("226 between the last byte and the news of its end is in time", () => {
		expect(up("< 150 go", "! moved data1", "! sent data1", "< 226 stored", "! ended data1 7").outcome).toMatchObject(stored);
		expect(up("< 150 go", "! sent data1", "! ended data1 7", "< 226 stored").outcome).toMatchObject(stored);
	});

	test("what could not be ended properly is not, whatever the server says", () => {
		for (const lines of [
			["! failed data1", "< 226 stored"],
			["< 226 stored", "! failed data1"],
		]) {
			const { outcome } = up("< 150 go", "! sent data1", ...lines);
			expect(outcome).toMatchObject({ ok: false, error: { name: "FTPNetworkError" } });
		}
	});
});

describe("40: a transfer without 1yz", () => {
	test.each(["226", "250"])("%s ends it", (code) => {
		expect(down("! moved data1", `< ${code} done`, "! ended data1 5").outcome).toMatchObject({
			ok: true,
			value: { byteCount: 5 },
		});
	});

	test.each(["200 Type set", "213 51", "257 /", "230 in", "225 open"])("%s is an answer to something else", (reply) => {
		for (const lines of [
			[`< ${reply}`, "! ended data1 0"],
			["! moved data1", "! ended data1 5", `< ${reply}`],
		]) {
			const { outcome, session } = down(...lines);
			expect(outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
			expect(session.phase).toBe("closed");
		}
	});

	test("after 1yz any 2yz is an end", () => {
		expect(down("< 125 here", "! ended data1 5", "< 200 done").outcome?.ok).toBe(true);
	});
});

describe("37: a 226 that is said twice belongs to the transfer that has ended", () => {
	const transferred = (verb: "download" | "upload" = "download"): Session => {
		const { session } =
			verb === "download"
				? down("< 150 here", "! ended data1 5", "< 226 done")
				: up("< 150 go", "! sent data1", "! ended data1 5", "< 226 done");
		expect(session.phase).toBe("idle");
		return session;
	};

	test("between two commands it is passed over", () => {
		for (const verb of ["download", "upload"] as const) {
			const session = transferred(verb);
			tell(session, "226 done, I say");
			const task = session.start(simple("NOOP"), 0);
			tell(session, "200 here");
			expect(task.outcome).toMatchObject({ ok: true, value: { code: 200 } });
		}
	});

	test.each([
		"DELE /f",
		"RMD /d",
		"MKD /d",
		"RNTO /g",
		"CWD /d",
		"CDUP",
		"NOOP",
		"SIZE /f",
		"MDTM /f",
		"STAT /d",
		"AVBL /d",
		"SITE CHMOD 600 /f",
		"SITE utime 2026 /f",
		"MFF Modify=2026; /f",
	])("it does not answer %s, which was sent before it came", (line) => {
		const session = transferred();
		const [verb = "", ...args] = line.split(" ");
		const task = session.start(simple(verb, ...args), 0);
		tell(session, "226 done, I say");
		expect(task.outcome).toBeUndefined();
		tell(session, "550 No");
		expect(task.outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 550 } });
		expect(session.phase).toBe("idle");
	});

	test.each(["550 No such file", "150 here"])("nor the next transfer, where this server says 1yz: %s", (answer) => {
		// A server with two threads: the data connection for the next transfer is there before the first 226 is.
		const { session } = down(
			"! queued transfer",
			"< 150 here",
			"! ended data1 5",
			"< 229 ok (|||6447|)",
			"! connected data2",
			"< 226 done",
		);
		const task = session.start(download("/g"), 0);
		tell(session, "226 done, I say");
		session.handle({ type: "ended", channel: "data2", byteCount: 0 }, 0);
		expect(task.outcome).toBeUndefined();
		tell(session, answer);
		if (answer.startsWith("150")) tell(session, "226 done");
		expect(task.outcome?.ok).toBe(answer.startsWith("150"));
	});

	test.each([
		["its data connection was reset", ["! failed data2", "< 150 here", "< 426 Broken", '< 257 "/"']],
		[
			"it ended, and the next one is being opened",
			["! ended data2 0", "< 150 here", "< 426 Broken", "< 229 (|||6448|)", '< 257 "/"'],
		],
	])("nor is a listing empty that begins only after it: %s", (_, lines) => {
		function* both(): Operation<TransferSummary> {
			yield* download("/f");
			return yield* list("", () => undefined);
		}
		const before = [...open, "< 150 here", "! ended data1 5", "< 226 done", "< 229 (|||6447|)", "! connected data2"];
		const { outcome, session } = play(both(), [...before, "< 226 done, I say", ...lines]);
		expect(outcome).toMatchObject({ ok: false, error: { code: "UNEXPECTED_REPLY", received: "150 here" } });
		expect(session.phase).toBe("closed");
	});

	test("but where a server says 226 to everything, that is its answer", () => {
		const { session } = play(useType("A"), ["< 226 Type set"]);
		const transfer = session.start(download("/f"), 0);
		for (const line of ["226 Type set", "229 ok (|||6446|)"]) tell(session, line);
		session.handle({ type: "connected", channel: "data1", peer: "192.0.2.1" }, 0);
		session.handle({ type: "ended", channel: "data1", byteCount: 5 }, 0);
		tell(session, "226 done");
		expect(transfer.outcome?.ok).toBe(true);
		const type = session.start(useType("A"), 0);
		tell(session, "226 Type set");
		expect(type.outcome?.ok).toBe(true);
	});
});

describe("38: 3yz, the answer to something else, is not taken for success", () => {
	test.each<[string, () => Operation<unknown>, string[]]>([
		["RNTO", () => rename("/f", "/g"), ["< 350 and to?", "< 350 and to?"]],
		["CWD", () => cd("/d"), ["< 350 wait"]],
		["CDUP", () => cdup(), ["< 350 wait"]],
		["CWD on the way to an odd name", () => list("-d", () => undefined), ['< 257 "/"', "< 350 wait"]],
		["MKD of one of many", () => mkdir("a/b", { recursive: true }), ["< 350 wait"]],
		["STAT", () => listByStat("", false), ["< 350 wait"]],
	])("%s", (_, operation, lines) => {
		const { outcome, session } = play(operation(), lines);
		expect(outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
		expect(session.phase).toBe("closed");
	});

	test("CWD on the way back of a call that was stopped", () => {
		const { session } = play(mustBeDirectory("d"), ['< 257 "/"', "< 250 in", "! abort", "< 350 wait"]);
		expect(session.phase).toBe("closed");
	});
});

test("46: a full disk is the server's reason, though it broke the handshake off; a bad certificate is ours", () => {
	const storedPrivately = (reply: string): unknown => {
		const { outcome } = play(upload("/f"), [...open, "< 150 go", "! untrusted data1", `< ${reply}`], {
			facts: { privateData: true },
		});
		return outcome?.ok === false && outcome.error;
	};
	for (const code of [452, 552]) {
		expect(storedPrivately(`${code} Full`)).toMatchObject({ name: "FTPReplyError", code, cause: { name: "FTPTLSError" } });
	}
	for (const code of [425, 426, 451, 522]) expect(storedPrivately(`${code} No`)).toMatchObject({ name: "FTPTLSError" });
});

test("44: a data port that swallows everything costs the time for a connection, each way, and the session goes on", () => {
	const lines = ["< 229 ok (|||6446|)", "+ 29999", "+ 1", "< 227 (192,0,2,1,25,47)", "+ 30000"];
	const { orders, outcome, session } = play(download("/f"), lines);
	expect(orders.filter((order) => !order.startsWith("! connect"))).toEqual([
		"> EPSV",
		"! close data1",
		"> PASV",
		"! close data2",
	]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPNetworkError", code: "CONNECT_FAILED" } });
	expect(String(outcome?.ok === false && outcome.error)).toMatch(/30000 ms.*;.*30000 ms/);
	expect(session.phase).toBe("idle");
});

describe("38: a late reply to an earlier command", () => {
	const outOfStep = { ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } };

	test.each(["250 CWD done", "200 Type set", "257 /", "331 Password?", "350 Go on"])(
		"%s does not open a data connection",
		(reply) => {
			for (const passive of ["pasv", "epsv"] as const) {
				// 200 to EPSV is what some servers say that know only EPSV ALL.
				if (passive === "epsv" && reply.startsWith("200")) continue;
				const { outcome, session, orders } = play(download("/f"), [`< ${reply}`, "< 227 (192,0,2,1,4,5)"], {
					options: { passive },
				});
				expect(outcome).toMatchObject(outOfStep);
				expect(session.phase).toBe("closed");
				expect(orders).toEqual([passive === "pasv" ? "> PASV" : "> EPSV", "! close control"]);
			}
		},
	);

	test.each(["331 Password?", "350 Go on"])("%s is no consent to TYPE", (reply) => {
		const { outcome, session } = play(useType("A"), [`< ${reply}`]);
		expect(outcome).toMatchObject(outOfStep);
		expect(session.phase).toBe("closed");
	});

	test.each(["350 Go on", "331 Password?"])("%s does not end a transfer", (reply) => {
		for (const { outcome, session } of [down("< 150 here", "! ended data1 5", `< ${reply}`), up("< 150 go", `< ${reply}`)]) {
			expect(outcome).toMatchObject(outOfStep);
			expect(session.phase).toBe("closed");
		}
	});

	test("250 with a number in it is no size", () => {
		expect(play(size("/f"), ["< 250 Removed 5"]).outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE" } });
	});
});
