import { describe, expect, test } from "vitest";
import { FTPAbortError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { upload } from "../operations/upload.ts";
import { everySplit } from "../testing/every-split.ts";
import { type Played, play } from "../testing/transcript.ts";
import { newProfile, type SessionOptions } from "./facts.ts";
import { keepAlive } from "./keep-alive.ts";
import type { Session } from "./session.ts";

const lines = (...replies: readonly string[]): Uint8Array =>
	new TextEncoder().encode(replies.map((reply) => `${reply}\r\n`).join(""));

function options(): Partial<SessionOptions> {
	return { profile: newProfile(), keepAlive: (facts) => keepAlive(facts, { idle: undefined, transfers: 30_000 }) };
}

const begun = ["< 229 (|||5|)", "! connected data1", "< 150 here", "! moved data1", "+ 30000"];

/** A transfer beside which NOOP has just been said. */
function beside(operation = download("f"), ...more: readonly string[]): Played<unknown> {
	const played = play(operation, [...begun, ...more], { options: options() });
	expect(played.orders).toContain("> NOOP");
	return played;
}

function drain(session: Session): string[] {
	const sent: string[] = [];
	for (let effect = session.poll(); effect; effect = session.poll())
		if (effect.type === "send") sent.push(new TextDecoder().decode(effect.bytes).trimEnd());
	return sent;
}

const answers = ["200 zzz", "500 busy", "502 no", "503 not now", "450 busy"];

describe("the answer to what was said beside a transfer, in every order and cut at every place", () => {
	const orders = answers.flatMap((answer) => [
		[answer, "226 done"],
		["226 done", answer],
		["226 done", "226 done", answer],
		["226 done", answer, "226 done"],
		[answer, "226 done", "226 done"],
	]);

	test.each(orders.map((order) => [order.join(", "), order] as const))("%s", (_, order) => {
		for (const [operation, end] of [
			[download, "! ended data1 5"],
			[upload, "! ended data1 5"],
		] as const) {
			for (const pieces of everySplit(lines(...order))) {
				const { session, outcome: open } = play(operation("f"), [...begun, "! sent data1", end], { options: options() });
				expect(open).toBeUndefined();
				for (const bytes of pieces) session.handle({ type: "received", bytes }, 30_000);
				drain(session);
				expect(session.phase, String(session.closedBy)).toBe("idle");
				// It waits for a 200 of its own, with which ours must not be mistaken.
				const task = session.start(simple("TYPE", "I"), 30_000);
				expect(task.outcome).toBeUndefined();
				session.handle({ type: "received", bytes: lines("200 binary") }, 30_000);
				expect(task.outcome).toMatchObject({ ok: true, value: { text: "binary" } });
				expect(session.facts.options.profile.refusesNOOPBeside).toBe(false);
			}
		}
	});

	test.each(answers)("%s may come before the bytes have: the transfer goes on", (answer) => {
		const { session, outcome } = beside(download("f"), `< ${answer}`);
		expect([session.phase, outcome]).toEqual(["running", undefined]);
		const end = beside(download("f"), `< ${answer}`, "! ended data1 5", "< 226 done");
		expect(end.outcome).toMatchObject({ ok: true, value: { byteCount: 5, reply: { code: 226 } } });
	});

	test("the caller has his result with the 226, and the next call waits for the answer", () => {
		const { session, outcome } = beside(download("f"), "! ended data1 5", "< 226 done");
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
		expect(session.phase).toBe("recovering");
		session.handle({ type: "received", bytes: lines("200 zzz") }, 30_000);
		expect(session.phase).toBe("idle");
	});

	test.each([
		["426 broken", 426],
		["451 local error", 451],
		["552 full", 552],
	])("%s is the transfer's end, on either side of the answer", (refusal, code) => {
		for (const order of [
			["200 zzz", refusal],
			[refusal, "200 zzz"],
		]) {
			const { session, outcome } = beside(upload("f"), "! failed data1", ...order.map((reply) => `< ${reply}`));
			expect(outcome).toMatchObject({ ok: false, error: { code } });
			expect(session.phase).toBe("idle");
		}
	});
});

describe("a server that does not stand it", () => {
	const refuses = ({ session }: Played<unknown>): boolean => session.facts.options.profile.refusesNOOPBeside;

	test.each([
		["450 no room", "200 zzz"],
		["500 disk error", "200 zzz"],
		["200 the file", "200 zzz"],
	])("%s and then %s: a 200 is never a transfer's end", (first, second) => {
		const played = beside(upload("f"), "! sent data1", "! ended data1 5", `< ${first}`, `< ${second}`);
		expect(played.session.phase).toBe("closed");
		expect(played.outcome).toMatchObject({
			ok: false,
			error: { code: "UNEXPECTED_REPLY", expected: "226 or 250 to STOR f", received: second },
		});
		expect(refuses(played)).toBe(true);
	});

	test("the answer to the next command is not taken for one that never came", () => {
		function* both(): ReturnType<typeof simple> {
			yield* download("f");
			return yield* simple("SIZE", "f");
		}
		const played = play(both(), [...begun, "! ended data1 5", "< 226 done", "< 213 5"], { options: options() });
		expect(played.outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY", expected: "200 to NOOP", received: "213 5" } });
		expect(refuses(played)).toBe(true);
	});

	test("where no answer comes, the session gets in step by asking something, and it is remembered", () => {
		const lost = beside(download("f"), "! ended data1 5", "< 226 done", "+ 1000");
		expect([lost.orders.at(-1), lost.session.phase]).toEqual(["> PWD", "recovering"]);
		lost.session.handle({ type: "received", bytes: lines('257 "/"') }, 31_000);
		expect([lost.session.phase, refuses(lost)]).toEqual(["idle", true]);
		// From then on it is left alone.
		const task = lost.session.start(download("g"), 31_000);
		for (const reply of ["229 (|||5|)", "150 here"]) {
			lost.session.handle({ type: "received", bytes: lines(reply) }, 31_000);
			lost.session.handle({ type: "connected", channel: "data2", peer: "192.0.2.1" }, 31_000);
		}
		drain(lost.session);
		lost.session.handle({ type: "tick" }, 62_000);
		expect([drain(lost.session), task.outcome]).toEqual([[], undefined]);
	});

	test("one that is only late with its answer is not blamed", () => {
		const late = beside(download("f"), "! ended data1 5", "< 226 done", "+ 1000", "< 200 zzz", '< 257 "/"');
		expect([late.session.phase, refuses(late)]).toEqual(["idle", false]);
	});

	test.each([
		["a refusal", ["< 426 broken"]],
		["a refusal behind the answer", ["< 200 zzz", "< 451 broken"]],
		["the end of the control connection", ["! failed control"]],
	])("%s soon after it is blamed on it; later it is not", (_, what) => {
		const broken = what.includes("! failed control") ? what : ["! failed data1", ...what];
		expect(refuses(beside(upload("f"), "+ 5000", ...broken))).toBe(true);
		expect(refuses(beside(upload("f"), "! moved data1", "+ 5001", ...broken))).toBe(false);
	});

	test("a caller who stops is not the server's fault, nor is a transfer during which nothing was said", () => {
		expect(refuses(beside(download("f"), "! abort", "< 426 stopped", "< 200 zzz"))).toBe(false);
		const other = beside(download("f"), "< 200 zzz", "! ended data1 5", "< 226 done");
		const task = other.session.start(simple("DELE", "f"), 30_000);
		other.session.handle({ type: "received", bytes: lines("550 no") }, 30_000);
		expect([task.outcome?.ok, refuses(other)]).toEqual([false, false]);
	});
});

describe("stopping a transfer while the answer is owed", () => {
	test.each([
		["in turn", ["426 stopped", "200 zzz"]],
		["with the answer first", ["500 busy", "426 stopped"]],
		["with 226 behind the 426", ["426 stopped", "226 closing", "200 zzz"]],
		["with a second 150 instead of an end, as Pure-FTPd has it", ["150 here", '257 "/"']],
		["without any reply but to what it is asked then", ['257 "/"']],
	])("brings the session back in step: %s", (_, replies) => {
		for (const operation of [download, upload]) {
			const { session, outcome } = beside(operation("f"), "! abort", "+ 1000");
			expect(outcome).toMatchObject({ error: expect.any(FTPAbortError) });
			for (const reply of replies) session.handle({ type: "received", bytes: lines(reply) }, 31_000);
			if (drain(session).includes("PWD") && !replies.includes('257 "/"'))
				session.handle({ type: "received", bytes: lines('257 "/"') }, 31_000);
			if (session.phase !== "idle") session.handle({ type: "received", bytes: lines('257 "/"') }, 31_000);
			expect(session.phase, String(session.closedBy)).toBe("idle");
			const task = session.start(simple("TYPE", "I"), 31_000);
			session.handle({ type: "received", bytes: lines("200 binary") }, 31_000);
			expect(task.outcome).toMatchObject({ value: { text: "binary" } });
		}
	});
});

test("an answer that never came with a transfer that was stopped is not waited for in the next one", () => {
	const { session } = beside(download("f"), "! abort", "+ 1000");
	session.handle({ type: "received", bytes: lines('257 "/"') }, 31_000);
	expect(session.phase).toBe("idle");
	session.start(download("g"), 31_000);
	session.handle({ type: "received", bytes: lines("229 (|||5|)") }, 31_000);
	session.handle({ type: "connected", channel: "data2", peer: "192.0.2.1" }, 31_000);
	session.handle({ type: "received", bytes: lines("150 here") }, 31_000);
	drain(session);
	session.handle({ type: "tick" }, 61_000);
	expect(drain(session)).toEqual(["NOOP"]);
});
