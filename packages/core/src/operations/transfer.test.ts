import { describe, expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { type Played, type PlayOptions, play, transcript } from "../testing/transcript.ts";
import { download } from "./download.ts";
import type { TransferSummary } from "./transfer.ts";
import { upload } from "./upload.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const tls: PlayOptions = { facts: { privateData: true } };

const down = (...lines: string[]): Played<TransferSummary> => play(download("/f"), [...open, ...lines]);
const up = (...lines: string[]): Played<TransferSummary> => play(upload("/f"), [...open, ...lines]);
const secret = (...lines: string[]): Played<TransferSummary> => play(download("/f"), [...open, ...lines], tls);

test("download", () => {
	const { orders, outcome, session } = down("< 150 here", "! ended data1 5", "< 226 done");
	expect(orders).toEqual([...opened, "> RETR /f", "! transfer data1 download", "! close data1"]);
	expect(outcome).toMatchObject({ ok: true, value: { byteCount: 5, reply: { code: 226 } } });
	expect(session.phase).toBe("idle");
});

test.each([
	["226 before the data has ended", ["< 150 here", "< 226 done", "! ended data1 5"]],
	["both replies in one packet, before the data", ["< 150 here\r\n226 done", "! ended data1 5"]],
	["no 150 at all", ["! ended data1 5", "< 226 done"]],
	["250 instead of 226", ["< 125 open", "! ended data1 5", "< 250 done"]],
	["226 in several lines", ["< 150 a", "! ended data1 5", "< 226-and", "< 226 done"]],
])("%s is a success", (_, lines) => {
	expect(down(...lines).outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
});

test("upload waits for the server's agreement", () => {
	const steps = up();
	expect(steps.orders).toEqual([...opened, "> STOR /f"]);
	const { orders, outcome } = up("< 150 go", "! ended data1 7", "< 226 stored");
	expect(orders).toEqual([...opened, "> STOR /f", "! transfer data1 upload", "! close data1"]);
	expect(outcome).toMatchObject({ ok: true, value: { byteCount: 7, reply: { text: "stored" } } });
});

test("append is APPE", () => {
	expect(transcript(upload("/f", { append: true }), open)).toEqual([...opened, "> APPE /f"]);
});

test("49: offset is REST, after the data connection is open, and needs 350", () => {
	const at = [...open, "< 350 go on"];
	expect(transcript(download("/f", { offset: 1000 }), at)).toEqual([
		...opened,
		"> REST 1000",
		"> RETR /f",
		"! transfer data1 download",
	]);
	expect(transcript(upload("/f", { offset: 9 }), at).slice(2)).toEqual(["> REST 9", "> STOR /f"]);
	for (const reply of ["502 no REST", "554 no", "200 whatever"]) {
		const { orders, outcome } = play(download("/f", { offset: 1000 }), [...open, `< ${reply}`]);
		expect(orders).toEqual([...opened, "> REST 1000", "! close data1"]);
		expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", command: "REST 1000" } });
	}
});

test("49: a marker that a refused transfer may have left behind is taken back, so that it does not cut the next one", () => {
	const lines = [...open, "< 350 from there", "< 550 not for you", "< 350 from the beginning"];
	const { orders, outcome, session } = play(upload("/f", { offset: 9 }), lines);
	expect(orders.slice(2)).toEqual(["> REST 9", "> STOR /f", "> REST 0", "! close data1"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 550, command: "STOR /f" } });
	expect(session.phase).toBe("idle");
	expect(play(upload("/f", { offset: 9 }), lines.slice(0, -1)).session.phase).toBe("recovering");
});

test("with TLS: the handshake after the command, and the bytes after the handshake", () => {
	const begin = [...opened.slice(0, 1), `${opened[1]} tls later`, "> RETR /f", "! secure data1 ftp.test"];
	expect(secret("< 150 here").orders).toEqual(begin);
	const { orders, outcome } = secret("< 150 here", "! secured data1", "! ended data1 5", "< 226 done");
	expect(orders).toEqual([...begin, "! transfer data1 download", "! close data1"]);
	expect(outcome?.ok).toBe(true);
	// 150 and the handshake come in either order.
	expect(secret("! secured data1", "< 150 here", "! ended data1 5", "< 226 done").outcome?.ok).toBe(true);
	const upwards = play(upload("/f"), [...open, "! secured data1", "< 150 go"], tls);
	expect(upwards.orders.at(-1)).toBe("! transfer data1 upload");
});

test("42: refused: the data connection is closed, the session goes on", () => {
	const { orders, outcome, session } = down("< 550 no such file");
	expect(orders.at(-1)).toBe("! close data1");
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550, command: "RETR /f" } });
	expect(session.phase).toBe("idle");
});

test.each([["426 aborted"], ["451 local error"], ["450 link lost"], ["552 disk full"], ["425 no connection"], ["550 gone"]])(
	"32: %s after all the data is a failure all the same",
	(reply) => {
		expect(down("< 150 here", "! ended data1 5", `< ${reply}`).outcome).toMatchObject({
			error: { name: "FTPReplyError", code: Number(reply.slice(0, 3)) },
		});
	},
);

test("data lost, whatever the server says about it", () => {
	expect(down("< 150 here", "! failed data1", "< 226 done").outcome).toMatchObject({ error: { name: "FTPNetworkError" } });
	const { outcome, session } = down("< 150 here", "! failed data1", "< 426 aborted");
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 426, cause: { name: "FTPNetworkError" } } });
	expect(session.phase).toBe("idle");
});

test("46: a server that stores nothing says why: its reason, not the broken pipe", () => {
	expect(up("< 150 go", "! failed data1", "< 552 disk full").outcome).toMatchObject({ error: { code: 552 } });
	expect(up("< 150 go", "< 552 disk full").orders.at(-1)).toBe("! close data1");
});

test("refused before it began: the server's reason, not the handshake that never was", () => {
	const { outcome } = secret("! untrusted data1", "< 550 no such file");
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550, cause: { name: "FTPTLSError" } } });
	// Whereas a certificate that we refuse makes the server complain about the data connection.
	expect(secret("! untrusted data1", "< 425 no TLS").outcome).toMatchObject({ error: { name: "FTPTLSError" } });
	expect(secret("< 150 here", "! untrusted data1", "< 451 broken").outcome).toMatchObject({ error: { name: "FTPTLSError" } });
});

test("47: an upload answered 226 without having been let begin was not stored", () => {
	expect(up("< 226 stored").outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
});

test("33: the final reply never comes", () => {
	const { outcome, session } = down("< 150 here", "! ended data1 5", "+ 60000");
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", waitingFor: "the final reply to RETR /f" } });
	expect(session.phase).toBe("closed");
});

test("the data stalls; bytes that move postpone it", () => {
	const { outcome } = down("< 150 here", "+ 59000", "! moved data1", "+ 59000", "! moved data1", "+ 59999");
	expect(outcome).toBeUndefined();
	const stalled = down("< 150 here", "! moved data1", "+ 60000");
	expect(stalled.outcome).toMatchObject({ error: { code: "STALL_TIMEOUT", waitingFor: "more bytes on data1" } });
	expect(stalled.session.phase).toBe("recovering");
});

test("a caller may hold a transfer for as long as he likes, unless another waits", () => {
	expect(down("< 150 here", "! held data1", "+ 9000000").outcome).toBeUndefined();
	expect(down("< 150 here", "! held data1", "+ 9000000", "! queued something", "+ 59999").outcome).toBeUndefined();
	const { outcome } = down("< 150 here", "! held data1", "! queued something", "+ 60000");
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", waitingFor: expect.stringContaining("caller") } });
});

test("a handshake that stalls is a connection that stalls", () => {
	expect(secret("< 150 here", "+ 30000").outcome).toMatchObject({ error: { code: "CONNECT_TIMEOUT" } });
});

test("the caller has enough: the reply to the closed connection is awaited afterwards", () => {
	const { outcome, session, orders } = down("< 150 here", "! enough data1 3");
	expect(outcome).toMatchObject({ ok: true, value: { byteCount: 3, reply: undefined } });
	expect(orders.at(-1)).toBe("! close data1");
	expect(session.phase).toBe("recovering");
	session.handle({ type: "received", bytes: new TextEncoder().encode("426 aborted\r\n") }, 0);
	expect(session.phase).toBe("idle");
});

test("a bad argument is found before EPSV", () => {
	expect(play(download("a\r\nDELE b"), [])).toMatchObject({ orders: [], outcome: { error: { name: "FTPUsageError" } } });
});

test.each([
	["522 SSL connection failed: session reuse required"],
	["425 Unable to build data connection: Operation not permitted"],
])("not resumed (%s): once more on a fresh data connection, then an error that says what to change", (refusal) => {
	const again = ["< 229 ok (|||6447|)", "! connected data2", "< 150 here", "! secured data2"];
	const first = ["< 150 here", "! secured data1", "! ended data1 0", `< ${refusal}`];
	expect(secret(...first, ...again, "! ended data2 5", "< 226 done").outcome).toMatchObject({
		ok: true,
		value: { byteCount: 5 },
	});
	const { outcome } = secret(...first, ...again, "! failed data2", `< ${refusal}`);
	// vsftpd hangs up on whoever goes on.
	expect(secret(...first, "! ended control").outcome).toMatchObject({ error: { code: "SESSION_NOT_RESUMED" } });
	expect(outcome).toMatchObject({
		error: { name: "FTPTLSError", code: "SESSION_NOT_RESUMED", message: expect.stringContaining("require_ssl_reuse=NO") },
	});
	// Without TLS the same words mean something else.
	expect(down("< 150 here", `< ${refusal}`).outcome).toMatchObject({ error: { name: "FTPReplyError" } });
});

test("data that was sent once is not sent twice", () => {
	const plan = upload("/f", { isRepeatable: () => false });
	const lines = [...open, "< 150 go", "! secured data1", "! ended data1 9", "< 522 session reuse required"];
	const { orders, outcome } = play(plan, lines, tls);
	expect(outcome).toMatchObject({ error: { code: "SESSION_NOT_RESUMED" } });
	expect(orders.filter((order) => order === "> EPSV")).toHaveLength(1);
});

describe("a server that breaks off the handshake when a TLS session is resumed", () => {
	const chosen: PlayOptions = { ...tls, options: { choosesTlsSession: true } };
	const again = ["< 229 ok (|||6447|)", "! connected data2"];
	const fresh = ["> EPSV", "! connect data2 192.0.2.1:6447 tls later", "> RETR /f", "! secure data2 ftp.test fresh"];

	test.each([["425 no TLS"], ["426 gone"]])("%s: once more with a session of its own, and from then on", (reply) => {
		const lines = [
			...open,
			"! failed data1",
			`< ${reply}`,
			...again,
			"! secured data2",
			"< 150 here",
			"! ended data2 5",
			"< 226 done",
		];
		const { orders, outcome, session } = play(download("/f"), lines, chosen);
		expect(orders.slice(-7)).toEqual(["! close data1", ...fresh, "! transfer data2 download", "! close data2"]);
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
		expect(session.facts.options.profile.breaksResumption).toBe(true);
		const profile = session.facts.options.profile;
		const later = play(download("/f"), open, { ...chosen, options: { ...chosen.options, profile } });
		expect(later.orders.at(-1)).toBe("! secure data1 ftp.test fresh");
	});

	test("where that does not help either, it was something else", () => {
		const lines = [...open, "! failed data1", "< 425 no", ...again, "! failed data2", "< 425 no"];
		const { outcome, session } = play(download("/f"), lines, chosen);
		expect(outcome?.ok).toBe(false);
		expect(session.facts.options.profile.breaksResumption).toBe(false);
	});

	test("the reason is the same where the server hangs up after it", () => {
		const lines = [...open, "! failed data1", "< 425 no", "! ended control 0"];
		expect(play(download("/f"), lines, chosen).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 425 } });
	});

	test("not what fails behind the handshake, nor where the runtime chooses, nor bytes that come only once", () => {
		const behind = play(download("/f"), [...open, "! secured data1", "< 150 here", "! failed data1", "< 426 gone"], chosen);
		expect(behind.orders.at(-1)).toBe("! close data1");
		expect(play(download("/f"), [...open, "! failed data1", "< 425 no"], tls).orders.at(-1)).toBe("! close data1");
		const once = upload("/f", { isRepeatable: () => false });
		expect(play(once, [...open, "! failed data1", "< 425 no"], chosen).orders.at(-1)).toBe("! close data1");
	});

	test("a profile that has it wrong is put right by a server that demands resumption", () => {
		const profile = { ...newProfile(), breaksResumption: true };
		const lines = [...open, "! secured data1", "< 522 SSL connection failed: session reuse required", ...again];
		const { orders } = play(download("/f"), lines, { ...chosen, options: { ...chosen.options, profile } });
		expect(orders.at(-1)).toBe("! secure data2 ftp.test");
		expect(profile.breaksResumption).toBe(false);
	});
});
