import { ok } from "node:assert/strict";
import { latin1 } from "../../packages/core/src/client/encodings/latin1.ts";
import { FTPError } from "../../packages/core/src/errors/index.ts";
import { connect } from "../../packages/core/src/operations/connect.ts";
import { mkdir } from "../../packages/core/src/operations/directory.ts";
import { download } from "../../packages/core/src/operations/download.ts";
import { list } from "../../packages/core/src/operations/list.ts";
import { activeWay } from "../../packages/core/src/operations/open-active.ts";
import { quit } from "../../packages/core/src/operations/quit.ts";
import { rename } from "../../packages/core/src/operations/rename.ts";
import { stat } from "../../packages/core/src/operations/stat.ts";
import { upload } from "../../packages/core/src/operations/upload.ts";
import type { Channel } from "../../packages/core/src/protocol/channel.ts";
import { newProfile, type SessionOptions } from "../../packages/core/src/protocol/facts.ts";
import type { Operation } from "../../packages/core/src/protocol/operation.ts";
import { Session } from "../../packages/core/src/protocol/session.ts";
import { type Happening, SessionTrial } from "../../packages/core/src/session-trial.ts";
import { testOptions } from "../../packages/core/src/testing/transcript.ts";
import { Input } from "./input.ts";

/** So small that the fuzzer reaches them. */
const limits = { replyLine: 80, reply: 160, replyLines: 5, preliminaryReplies: 6, commandLine: 60 };

const channels = ["control", "data1", "data2", "data3"] as const satisfies Channel[];

const operations: readonly [() => Operation<unknown>, ...(() => Operation<unknown>)[]] = [
	() => download("f", { offset: 3 }),
	() => download("f"),
	() => upload("f"),
	() => list("", () => undefined),
	() => stat("f"),
	() => mkdir("a/b", { recursive: true }),
	() => rename("a", "b"),
	() => quit(),
];

function optionsOf(input: Input): SessionOptions {
	const [pipelining, secure] = [input.choice(["auto", "off", "eager"]), input.choice([false, true, "implicit" as const])];
	const active = input.byte() % 4 === 0 ? activeWay({}) : undefined;
	return { ...testOptions, pipelining, secure, active, limits, codec: latin1, profile: newProfile(), trace: true };
}

/** Mostly a line of the server's, which is there as it is read in a protocol; now and then something else. */
function nextHappening(input: Input): Happening {
	const kind = input.byte();
	if (kind >= 0x20) return { type: "received", bytes: lineFrom(kind, input) };
	const channel = input.choice(channels);
	switch (kind % 12) {
		case 0:
			return { type: "called", operation: input.choice(operations) };
		case 1:
		case 2:
			return { type: "connected", channel, peer: "192.0.2.1" };
		case 3:
			return { type: "secured", channel };
		case 4:
			return { type: "ended", channel, byteCount: 5 };
		case 5:
			return { type: "ended", channel, byteCount: 5, early: true };
		case 6:
			return { type: "failed", channel, cause: new Error("reset") };
		case 7:
			return { type: "progressed", channel, waitingOn: input.choice(["network", "caller"]) };
		case 8:
			return { type: "queued", outlook: input.choice(["transfer", "something", "nothing"]) };
		case 9:
			return { type: "aborted", error: new Error("stopped") };
		case 10:
			return input.byte() * 200;
		default:
			return input.byte() % 2 === 0 ? "prepare" : { type: "listening", channel, host: "192.0.2.9", port: 50_000 };
	}
}

/** What follows, with its line end, or without one where the input ends. */
function lineFrom(first: number, input: Input): Uint8Array {
	const line = [first];
	while (!input.isEmpty && line.at(-1) !== 10) line.push(input.byte());
	return Uint8Array.from(line);
}

/** What always holds of a session (`SessionTrial`), and that whatever fails has failed with an error of ours. */
export function fuzzSession(bytes: Uint8Array): void {
	const input = new Input(bytes);
	const trial = new SessionTrial(new Session(optionsOf(input)), []);
	trial.take({ type: "called", operation: () => connect({ user: "u", pass: "p", account: undefined }) });
	trial.take({ type: "connected", channel: "control", peer: "192.0.2.1" });
	while (!input.isEmpty) trial.take(nextHappening(input));
	trial.end();
	for (const outcome of trial.outcomes) {
		if (outcome?.ok !== false) continue;
		const { error } = outcome;
		ok(error instanceof FTPError || (error instanceof Error && ["reset", "stopped"].includes(error.message)), String(error));
	}
}
