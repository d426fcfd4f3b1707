import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { play } from "../testing/transcript.ts";
import type { TraceEvent } from "./effect.ts";
import type { Input } from "./input.ts";
import type { Operation } from "./operation.ts";

const said = (text: string): Input => ({ type: "received", bytes: new TextEncoder().encode(text) });

/** What is told to `onTrace` while an operation goes on. */
function traced(operation: Operation<unknown>, ...inputs: readonly Input[]): TraceEvent[] {
	const { session } = play(simple("NOOP"), ["< 200 ok"], { options: { trace: true } });
	session.start(operation, 0);
	for (const input of inputs) session.handle(input, 0);
	const events: TraceEvent[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) if (effect.type === "trace") events.push(effect.event);
	return events;
}

const connected: Input = { type: "connected", channel: "data1", peer: "192.0.2.1" };

test("a download, step by step", () => {
	const inputs = [said("229 (|||5|)\r\n"), connected, said("150 here\r\n")];
	const end: Input[] = [{ type: "ended", channel: "data1", byteCount: 3 }, said("226 done\r\n226 again\r\n")];
	expect(traced(download("/f"), ...inputs, ...end)).toEqual([
		{ type: "command", line: "EPSV" },
		{ type: "reply", code: 229, lines: ["229 (|||5|)"] },
		{ type: "connect", channel: "data1", host: "192.0.2.1", port: 5 },
		{ type: "connected", channel: "data1" },
		{ type: "command", line: "RETR /f" },
		{ type: "reply", code: 150, lines: ["150 here"] },
		{ type: "ended", channel: "data1", byteCount: 3 },
		{ type: "reply", code: 226, lines: ["226 done"] },
		{ type: "closed", channel: "data1" },
		{ type: "ignored", code: 226, lines: ["226 again"] },
	]);
});

test("a port that is open for the server, and a connection that failed, with its reason", () => {
	const listening: Input = { type: "listening", channel: "data1", host: "192.0.2.9", port: 50_001 };
	const cause = new FTPNetworkError("CONNECTION_LOST", "reset");
	const failed: Input = { type: "failed", channel: "data1", cause };
	expect(traced(download("/f"), said("229 (|||5|)\r\n"), listening, failed).slice(3)).toEqual([
		{ type: "listening", channel: "data1", host: "192.0.2.9", port: 50_001 },
		{ type: "failed", channel: "data1", reason: String(cause) },
		{ type: "closed", channel: "data1" },
		{ type: "command", line: "PASV" },
	]);
});

test("the end of the session, with what the server said", () => {
	expect(traced(simple("NOOP"), said("421-Good\r\n421 bye\r\n"))).toEqual([
		{ type: "command", line: "NOOP" },
		{ type: "reply", code: 421, lines: ["421-Good", "421 bye"] },
		{ type: "closed", channel: "control" },
	]);
});

test("nothing is told where nobody listens", () => {
	const { session } = play(simple("NOOP"), ["< 200 ok"]);
	session.start(simple("NOOP"), 0);
	expect([session.poll()?.type, session.poll()]).toEqual(["send", undefined]);
});
