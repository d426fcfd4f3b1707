import { expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { play, testOptions } from "../testing/transcript.ts";
import type { Input } from "./input.ts";
import { Session } from "./session.ts";

const said = (text: string): Input => ({ type: "received", bytes: new TextEncoder().encode(text) });

test("97: a whole operation has its time, whatever it waits for", () => {
	const timeouts = { ...testOptions.timeouts, total: 5000 };
	const begin = (): Session => play(simple("NOOP"), ["< 200 ok"], { options: { timeouts } }).session;
	const session = begin();
	const task = session.start(download("/f"), 1000);
	expect(session.deadline).toBe(6000);
	session.handle({ type: "tick" }, 5999);
	expect(task.outcome).toBeUndefined();
	session.handle({ type: "tick" }, 6000);
	expect(task.outcome).toMatchObject({
		ok: false,
		error: {
			name: "FTPTimeoutError",
			code: "TOTAL_TIMEOUT",
			waitingFor: "the whole operation, at the reply to EPSV",
			message: expect.stringContaining("Gave up after 5000 ms"),
		},
	});
	// Its end is the first of two deadlines, and not that of the next operation.
	const second = begin();
	second.start(simple("NOOP"), 0);
	second.handle(said("200 ok\r\n"), 0);
	expect(second.deadline).toBeUndefined();
	second.start(simple("NOOP"), 4000);
	expect(second.deadline).toBe(9000);
});

test("a reply that nobody has asked for is told as it was said", () => {
	const { session } = play(simple("NOOP"), ["< 200 ok"]);
	session.handle(said("250 surprise\r\n"), 0);
	expect(session.closedBy).toMatchObject({
		code: "UNEXPECTED_REPLY",
		expected: "silence while no command was under way",
		received: "250 surprise",
	});
});

test("a connection that ends while nothing is under way", () => {
	const { session } = play(simple("NOOP"), ["< 200 ok"]);
	session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
	expect(session.closedBy).toMatchObject({ message: "The server closed the control connection while it was idle" });
});

test("without a control connection there is nothing to send on", () => {
	const session = new Session(testOptions);
	const task = session.start(simple("NOOP"), 0);
	expect(task.outcome).toMatchObject({ ok: false, error: { name: "FTPUsageError", code: "NOT_CONNECTED" } });
	expect(session.poll()).toBeUndefined();
});
