import { describe, expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import type { Channel } from "../protocol/channel.ts";
import { newProfile } from "../protocol/facts.ts";
import type { Session } from "../protocol/session.ts";
import { type Played, type PlayOptions, play, transcript } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { simple } from "./exchange.ts";
import { openAhead } from "./open-data.ts";
import { quit } from "./quit.ts";
import { rename } from "./rename.ts";
import { size } from "./size.ts";
import { upload } from "./upload.ts";

const begun = ["< 229 (|||5|)", "! connected data1", "< 150 here"];
const atEnd = [...begun, "! ended data1 3"];
const opening = ["> EPSV", "! connect data1 192.0.2.1:5", "> RETR a", "! transfer data1 download"];
const fresh = (): PlayOptions => ({ options: { profile: newProfile() } });

const received = (line: string): { type: "received"; bytes: Uint8Array } => ({
	type: "received",
	bytes: new TextEncoder().encode(`${line}\r\n`),
});

function take(session: Session): string[] {
	const orders: string[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) {
		if (effect.type === "send") orders.push(new TextDecoder().decode(effect.bytes).trimEnd());
		else if (effect.type !== "trace" && effect.type !== "begin") orders.push(`${effect.type} ${effect.channel}`);
	}
	return orders;
}

/** A first download behind which another waits, up to where its data connection has been opened ahead. */
function prepared(): Played<unknown> {
	const lines = ["! queued transfer", ...atEnd, "< 226 done", "< 229 (|||6|)", "! connected data2"];
	return play(download("a"), lines, fresh());
}

describe("while another transfer waits", () => {
	test("the next EPSV goes out when the data has ended, before the 226", () => {
		const orders = transcript(download("a"), ["! queued transfer", ...atEnd], fresh());
		expect(orders).toEqual([...opening, "> EPSV"]);
	});

	test("its port is dialled at once, and the transfer in front is over without it", () => {
		const lines = ["! queued transfer", ...atEnd, "< 226 done", "< 229 (|||6|)"];
		const { orders, outcome, session } = play(download("a"), lines, fresh());
		expect(orders.slice(-3)).toEqual(["> EPSV", "! close data1", "! connect data2 192.0.2.1:6"]);
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 3 } });
		expect(session.phase).toBe("idle");
	});

	test("a 229 that overtakes the 226 is not taken for the end of the transfer", () => {
		const lines = ["! queued transfer", ...atEnd, "< 229 (|||6|)"];
		expect(play(download("a"), lines, fresh()).outcome).toBeUndefined();
		const { outcome, session } = play(download("a"), [...lines, "< 226 done"], fresh());
		expect(outcome).toMatchObject({ ok: true, value: { reply: { code: 226 } } });
		expect(session.phase).toBe("idle");
	});

	test("a 226 that is said twice is not taken for the answer to EPSV", () => {
		const lines = ["! queued transfer", ...atEnd, "< 226 done", "< 226 done indeed", "< 229 (|||6|)", "! connected data2"];
		const { session } = play(download("a"), lines, fresh());
		session.start(download("b"), 0);
		expect(take(session)).toEqual(["RETR b", "transfer data2"]);
	});

	test("the next transfer sends its command at once", () => {
		const { session } = prepared();
		const task = session.start(download("b"), 0);
		expect(take(session)).toEqual(["RETR b", "transfer data2"]);
		session.handle(received("150 here"), 0);
		session.handle({ type: "ended", channel: "data2", byteCount: 7 }, 0);
		session.handle(received("226 done"), 0);
		expect(task.outcome).toMatchObject({ ok: true, value: { byteCount: 7 } });
	});

	test("or waits until the connection is there", () => {
		const { session } = play(download("a"), ["! queued transfer", ...atEnd, "< 226 done"], fresh());
		const task = session.start(download("b"), 0);
		expect(take(session)).toEqual([]);
		session.handle(received("229 (|||6|)"), 0);
		session.handle({ type: "connected", channel: "data2", peer: "x" }, 0);
		expect(take(session)).toEqual(["connect data2", "RETR b", "transfer data2"]);
		expect(task.outcome).toBeUndefined();
	});

	test("not behind an upload, whose 226 must be awaited, nor behind a download that was stopped or had enough", () => {
		const up = play(upload("a"), ["! queued transfer", ...atEnd], fresh());
		expect(up.orders.at(-1)).toBe("! transfer data1 upload");
		for (const end of ["! enough data1 3", "! abort", "! failed data1"]) {
			const { orders } = play(download("a"), ["! queued transfer", ...begun, end], fresh());
			expect(orders.slice(4)).not.toContain("> EPSV");
		}
	});
});

test("in a loop of downloads from the second on; a single one costs nothing more", () => {
	const { orders, session } = play(download("a"), [...atEnd, "< 226 done"], fresh());
	expect(orders).toEqual([...opening, "! close data1"]);
	session.start(download("b"), 0);
	session.handle(received("229 (|||6|)"), 0);
	session.handle({ type: "connected", channel: "data2", peer: "x" }, 0);
	session.handle(received("150 here"), 0);
	take(session);
	session.handle({ type: "ended", channel: "data2", byteCount: 1 }, 0);
	expect(take(session)).toEqual(["EPSV"]);
});

describe("beside commands that move no file", () => {
	const prepare = (session: Session): string[] => {
		session.prepare(openAhead(), 0);
		return take(session);
	};

	test("EPSV goes out with them", () => {
		const { session } = play(simple("NOOP"), ["< 200 ok"], fresh());
		const task = session.start(size("a"), 0);
		expect(take(session)).toEqual(["SIZE a"]);
		expect(prepare(session)).toEqual(["EPSV"]);
		session.handle(received("213 5"), 0);
		expect(task.outcome).toMatchObject({ value: 5 });
		session.handle(received("229 (|||6|)"), 0);
		expect(take(session)).toEqual(["connect data1"]);
	});

	test("never between two that belong together", () => {
		const { session } = play(rename("a", "b"), [], fresh());
		expect(prepare(session)).toEqual([]);
		session.handle(received("350 go on"), 0);
		expect(take(session)).toEqual(["RNTO b"]);
		expect(prepare(session)).toEqual(["EPSV"]);
	});

	test("not when it is switched off, nor on a server that has refused it or wants one thing at a time", () => {
		for (const options of [
			{ pipelining: "off" as const },
			{ profile: { ...newProfile(), refusesAhead: true } },
			{ profile: { ...newProfile(), isLockStep: true } },
		]) {
			const { session } = play(size("a"), [], { options });
			expect(prepare(session)).toEqual([]);
		}
	});
});

describe("when it comes to nothing", () => {
	const queued = (...lines: string[]): Played<unknown> =>
		play(download("a"), ["! queued transfer", ...atEnd, "< 226 done", ...lines], fresh());

	test("EPSV refused at that moment says nothing about EPSV", () => {
		const { session } = queued("< 500 not now");
		expect(session.facts.refusedWays.size).toBe(0);
		session.start(download("b"), 0);
		expect(take(session)).toEqual(["EPSV"]);
		expect(session.facts.options.profile.refusesAhead).toBe(true);
	});

	test("nor does a port that was taken at that moment say anything about opening ahead", () => {
		const { session } = queued("< 425 EPSV: Address already in use");
		session.start(download("b"), 0);
		expect(take(session)).toEqual(["EPSV"]);
		expect(session.facts.options.profile.refusesAhead).toBe(false);
	});

	test("a reply to it that is none ends the session, as it always does", () => {
		expect(queued("< 229 (|||0|)").session).toMatchObject({ phase: "closed", closedBy: { code: "BAD_ADDRESS" } });
		expect(queued("+ 60000").session).toMatchObject({ phase: "closed", closedBy: { name: "FTPTimeoutError" } });
	});

	test("a port that cannot be reached is not tried again in the same way", () => {
		const { session } = queued("< 229 (|||6|)", "! failed data2");
		expect(session.phase).toBe("idle");
		session.start(download("b"), 0);
		expect(take(session)).toEqual(["PASV"]);
	});

	test("what has waited too long is closed, and what the server says to that is ignored", () => {
		const { session } = prepared();
		session.start(download("b"), 20_001);
		expect(take(session)).toEqual(["close data2", "EPSV"]);
		session.handle(received("426 closed"), 20_001);
		session.handle(received("229 (|||7|)"), 20_001);
		expect(take(session)).toEqual(["connect data3"]);
	});

	test("a connection that has died in the meantime is tried again, with a new one", () => {
		for (const refusal of ["425 no connection", "426 reset"]) {
			const { session } = prepared();
			session.start(download("b"), 0);
			session.handle(received(refusal), 0);
			expect(take(session)).toEqual(["RETR b", "transfer data2", "close data2", "EPSV"]);
			session.handle(received("229 (|||7|)"), 0);
			session.handle({ type: "connected", channel: "data3", peer: "x" }, 0);
			session.handle({ type: "ended", channel: "data3", byteCount: 1 }, 0);
			for (const line of ["150 here", "226 done"]) session.handle(received(line), 0);
			expect(session.facts.options.profile.refusesAhead).toBe(true);
		}
	});

	test("but not once something has come of it", () => {
		const { session } = prepared();
		const task = session.start(download("b"), 0);
		for (const line of ["150 here", "426 reset"]) session.handle(received(line), 0);
		expect(task.outcome).toMatchObject({ error: { code: 426 } });
	});

	test("nor once bytes have come, though nothing was said before them", () => {
		for (const fact of ["progressed", "ended"] as const) {
			const { session } = prepared();
			const task = session.start(download("b"), 0);
			if (fact === "ended") session.handle({ type: "ended", channel: "data2", byteCount: 3 }, 0);
			else session.handle({ type: "progressed", channel: "data2", waitingOn: "network" }, 0);
			session.handle({ type: "failed", channel: "data2", cause: new FTPNetworkError("CONNECTION_LOST", "reset") }, 0);
			session.handle(received("426 reset"), 0);
			expect(task.outcome).toMatchObject({ error: { code: 426 } });
		}
	});

	test("the connection ahead is blamed only if another one does better", () => {
		const { session } = prepared();
		session.start(download("b"), 0);
		session.handle(received("425 no connection"), 0);
		session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
		expect(session).toMatchObject({ phase: "closed", facts: { options: { profile: { refusesAhead: false } } } });
	});

	test("a TLS session that was not resumed is not the fault of having been ahead", () => {
		const { session } = prepared();
		session.facts.privateData = true;
		session.start(download("b"), 0);
		session.handle(received("425 Unable to build data connection: Operation not permitted"), 0);
		session.handle({ type: "secured", channel: "data2" }, 0);
		session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
		expect(session).toMatchObject({ closedBy: { code: "SESSION_NOT_RESUMED" } });
		expect(session.facts.options.profile.refusesAhead).toBe(false);
	});

	test("an operation that is stopped gives it up", () => {
		const { session } = prepared();
		session.start(size("a"), 0);
		session.handle({ type: "aborted", error: new Error("stopped") }, 0);
		expect(take(session)).toEqual(["SIZE a", "close data2"]);
		session.handle(received("213 5"), 0);
		session.handle(received("426 closed"), 0);
		expect(session.phase).toBe("idle");
	});

	test("421 to an idle data connection is not the end of the session, unless the server hangs up", () => {
		const { session } = prepared();
		session.handle(received("421 Data connection timed out."), 0);
		expect(take(session)).toEqual(["close data2"]);
		expect(session.phase).toBe("idle");
		session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
		expect(session).toMatchObject({ phase: "closed", closedBy: { code: 421 } });
	});

	test("and if it goes on, that 421 is not the reason of what happens later", () => {
		const { session } = prepared();
		session.handle(received("421 Data connection timed out."), 0);
		session.start(size("a"), 0);
		session.handle(received("213 5"), 0);
		session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
		expect(session).toMatchObject({ phase: "closed", closedBy: { name: "FTPNetworkError", code: "CONNECTION_LOST" } });
	});

	test("a port that was asked for and given up: the server may be waiting for us there (pyftpdlib)", () => {
		const { session } = play(download("a"), ["! queued transfer", ...atEnd, "! abort", "< 226 done", "< 229 (|||6|)"], fresh());
		expect(session.phase).toBe("idle");
		session.handle(received("421 Passive data channel timed out."), 30_000);
		expect(session.phase).toBe("idle");
		session.start(size("a"), 0);
		session.handle(received("421 Bye."), 0);
		expect(session).toMatchObject({ phase: "closed", closedBy: { code: 421 } });
	});

	test("once the next port has been asked for, 226 is an answer like others again", () => {
		const { session } = prepared();
		session.start(download("b"), 20_001);
		session.handle(received("229 (|||7|)"), 20_001);
		session.handle({ type: "connected", channel: "data3", peer: "x" }, 20_001);
		for (const line of ["150 here", "226 done"]) session.handle(received(line), 20_001);
		session.handle({ type: "ended", channel: "data3", byteCount: 1 }, 20_001);
		session.handle(received("500 not now"), 20_001);
		const task = session.start(simple("SITE", "X"), 20_001);
		session.handle(received("226 done"), 20_001);
		expect(task.outcome).toMatchObject({ ok: true });
	});

	test("a slow server has the same time for EPSV as for everything: since its last reply", () => {
		const { session } = play(simple("NOOP"), ["< 200 ok"], fresh());
		const task = session.start(size("a"), 0);
		session.prepare(openAhead(), 0);
		session.handle(received("213 5"), 59_000);
		session.handle({ type: "tick" }, 60_000);
		expect(task.outcome).toMatchObject({ value: 5 });
		expect(session.phase).toBe("idle");
		session.handle({ type: "tick" }, 119_000);
		expect(session).toMatchObject({ phase: "closed", closedBy: { code: "REPLY_TIMEOUT" } });
	});

	test("the end of the session is its end too", () => {
		const { session } = prepared();
		session.start(quit(), 0);
		session.handle(received("221 bye"), 0);
		expect(take(session)).toEqual(["QUIT", "close control", "close data2"]);
		const other = prepared().session;
		other.close(new Error("closed"), 0);
		expect(take(other)).toEqual(["close control", "close data2"] satisfies `close ${Channel}`[]);
	});
});
