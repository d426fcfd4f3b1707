import { describe, expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { openAhead } from "../operations/open-data.ts";
import { idle, said } from "../session-fixture.ts";
import { play, testOptions } from "../testing/transcript.ts";
import { newProfile, type Outlook } from "./facts.ts";
import type { Input } from "./input.ts";
import { next, type Operation } from "./operation.ts";
import type { Session } from "./session.ts";

const { stall, reply } = testOptions.timeouts;
const queued = (outlook: Outlook): Input => ({ type: "queued", outlook });
const moved: Input = { type: "progressed", channel: "data1", waitingOn: "network" };
const held: Input = { type: "progressed", channel: "data1", waitingOn: "caller" };

/** A session in the middle of a download, at the moment 0. */
function downloading(): Session {
	return play(download("/f"), ["< 229 (|||5|)", "! connected data1", "< 150 here", "! moved data1"]).session;
}

/** The deadlines behind each of these, which come a second apart. */
function deadlines(session: Session, ...inputs: readonly Input[]): (number | undefined)[] {
	return inputs.map((input, index) => {
		session.handle(input, 1000 * (index + 1));
		return session.deadline;
	});
}

describe("the time of a stall", () => {
	test("begins anew with all that moves", () => {
		const session = downloading();
		expect(session.deadline).toBe(stall);
		expect(deadlines(session, moved, moved)).toEqual([1000 + stall, 2000 + stall]);
	});

	test("is not the caller's, who may take all the time until somebody waits", () => {
		const session = downloading();
		expect(deadlines(session, held, queued("something"), queued("nothing"), moved)).toEqual([
			undefined,
			2000 + stall,
			undefined,
			4000 + stall,
		]);
	});

	test("runs from the first who waits behind him, however many follow", () => {
		const [, first, second, third] = deadlines(downloading(), held, queued("something"), queued("transfer"), queued("something"));
		expect([first, second, third]).toEqual([2000 + stall, 2000 + stall, 2000 + stall]);
	});

	test("goes on as it was where the caller holds nothing", () => {
		expect(deadlines(downloading(), queued("something"), queued("nothing"))).toEqual([stall, stall]);
	});

	test("is over with the data, also where the caller held them", () => {
		const session = downloading();
		session.handle(held, 1000);
		session.handle({ type: "ended", channel: "data1", byteCount: 3 }, 2000);
		expect(session.deadline).toBe(2000 + reply);
		session.handle({ type: "tick" }, 2000 + reply);
		expect(session.closedBy).toMatchObject({ code: "REPLY_TIMEOUT", waitingFor: "the final reply to RETR /f" });
	});

	test("is the network's again for what is waited for behind data that the caller held", () => {
		function* waits(): Operation<void> {
			yield { type: "connect", channel: "data1", host: "h", port: 5, tls: "never", serverName: "h" };
			yield* next("the first", "stall");
			yield* next("the second", "stall");
		}
		for (const end of ["ended", "failed"] as const) {
			const { session } = play(waits(), ["! held data1"]);
			expect(session.deadline).toBeUndefined();
			session.handle({ type: end, channel: "data1", byteCount: 0, cause: new Error("lost") }, 1000);
			expect(session.deadline).toBe(1000 + stall);
		}
	});

	test("is none of a reply's, which does not come sooner for bytes that move", () => {
		const { session } = play(download("/f"), ["< 229 (|||5|)", "! connected data1"]);
		session.handle(moved, 1000);
		const begun = session.deadline;
		session.handle(moved, 2000);
		session.handle({ type: "ended", channel: "data1", byteCount: 3 }, 3000);
		const ended = session.deadline;
		session.handle(moved, 4000);
		expect([begun, ended, session.deadline]).toEqual([1000 + stall, 3000 + reply, 3000 + reply]);
	});
});

describe("of two deadlines the session has the first", () => {
	test("be it that of what is opened ahead, or that of the operation", () => {
		const session = idle();
		session.start(simple("NOOP"), 1000);
		session.prepare(openAhead(), 5000);
		expect(session.deadline).toBe(1000 + reply);
		session.handle(said("200 ok"), 2000);
		expect(session.deadline).toBe(2000 + reply);
		session.handle(said("229 (|||6|)"), 3000);
		expect(session.deadline).toBe(3000 + testOptions.timeouts.connect);
	});

	test("and each of the two is told when its time has come", () => {
		const session = idle();
		session.start(simple("NOOP"), 1000);
		session.handle({ type: "tick" }, 1000 + reply);
		expect(session.closedBy).toMatchObject({ code: "REPLY_TIMEOUT", waitingFor: "the reply to NOOP" });
	});
});

describe("an operation that waits for others", () => {
	function* waitsAhead(): Operation<string> {
		return (yield* next("the others", "ahead")).type;
	}

	test("has no deadline, and goes on with any news of what is queued", () => {
		const session = idle();
		const task = session.start(waitsAhead(), 0);
		expect(session.deadline).toBeUndefined();
		session.handle(queued("hold"), 0);
		expect(task.outcome).toEqual({ ok: true, value: "prepared" });
		expect([session.facts.outlook, session.phase]).toEqual(["hold", "idle"]);
	});

	test("does not go on with such news while a data connection is being opened for it", () => {
		const { session } = play(
			download("/f"),
			["! queued transfer", "< 229 (|||5|)", "! connected data1", "< 150 a", "! ended data1 3", "< 226 b"],
			{ options: { profile: newProfile() } },
		);
		const task = session.start(waitsAhead(), 0);
		session.handle(queued("something"), 0);
		expect(task.outcome).toBeUndefined();
		session.handle(said("229 (|||6|)"), 0);
		expect(task.outcome).toBeUndefined();
		session.handle({ type: "connected", channel: "data2", peer: "192.0.2.1" }, 0);
		expect(task.outcome).toEqual({ ok: true, value: "prepared" });
	});

	test("who waits for a reply is not woken by such news", () => {
		const session = idle();
		function* waits(): Operation<string> {
			return (yield* next("a reply", "reply")).type;
		}
		const task = session.start(waits(), 0);
		session.handle(queued("transfer"), 0);
		expect(task.outcome).toBeUndefined();
	});

	test("nor by what was opened ahead", () => {
		const session = idle();
		const task = session.start(simple("NOOP"), 0);
		session.prepare(openAhead(), 0);
		session.handle(said("200 ok"), 0);
		function* waits(): Operation<string> {
			return (yield* next("a reply", "reply")).type;
		}
		const second = session.start(waits(), 0);
		session.handle(said("229 (|||6|)"), 0);
		session.handle({ type: "connected", channel: "data1", peer: "192.0.2.1" }, 0);
		expect([task.outcome?.ok, second.outcome]).toEqual([true, undefined]);
	});
});

describe("nothing is opened ahead", () => {
	const prepared = (session: Session): string[] => {
		const types: string[] = [];
		while (session.poll());
		session.prepare(openAhead(), 0);
		for (let effect = session.poll(); effect; effect = session.poll()) types.push(effect.type);
		return types;
	};

	test("where nothing is under way", () => {
		expect(prepared(idle())).toEqual([]);
		const lost = idle();
		lost.close(new Error("closed"), 0);
		expect(prepared(lost)).toEqual([]);
	});

	test("while replies are owed to what was given up", () => {
		const session = downloading();
		session.handle({ type: "aborted", error: new Error("enough") }, 0);
		expect([session.phase, prepared(session)]).toEqual(["recovering", []]);
	});
});

test("what brings a session back in step is not the caller's to stop", () => {
	const session = downloading();
	session.handle({ type: "aborted", error: new Error("enough") }, 0);
	session.handle({ type: "aborted", error: new Error("once more") }, 0);
	expect(session.phase).toBe("recovering");
	session.handle(said("426 aborted"), 0);
	expect([session.phase, session.closedBy]).toEqual(["idle", undefined]);
});
