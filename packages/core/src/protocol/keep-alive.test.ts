import { describe, expect, test } from "vitest";
import { FTPNetworkError, FTPReplyError, FTPTimeoutError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { raw } from "../operations/raw.ts";
import { upload } from "../operations/upload.ts";
import { type Played, play } from "../testing/transcript.ts";
import { newProfile, type ServerProfile } from "./facts.ts";
import { type KeepAliveTimes, keepAlive } from "./keep-alive.ts";
import type { Operation } from "./operation.ts";

const begun = ["< 229 (|||5|)", "! connected data1", "< 150 here"];

/** Plays with keepalive after 30 s, or as told. */
function playAlive(
	operation: Operation<unknown>,
	lines: readonly string[],
	times: Partial<KeepAliveTimes> = {},
	profile: Partial<ServerProfile> = {},
): Played<unknown> {
	const options = {
		keepAlive: (facts: Parameters<typeof keepAlive>[0]) => keepAlive(facts, { idle: 30_000, transfers: 30_000, ...times }),
		profile: { ...newProfile(), ...profile },
	};
	return play(operation, lines, { options });
}

const noops = ({ orders }: Played<unknown>): number => orders.filter((order) => order === "> NOOP").length;

describe("beside a transfer", () => {
	test("something is said when the control connection has been silent for so long, and not before", () => {
		const early = [...begun, "! moved data1", "+ 29999", "! moved data1"];
		expect(noops(playAlive(download("f"), early))).toBe(0);
		expect(playAlive(download("f"), [...early, "+ 1"]).orders.at(-1)).toBe("> NOOP");
		expect(playAlive(upload("f"), [...early, "+ 1"]).orders.at(-1)).toBe("> NOOP");
	});

	test("it is said again when it was answered and time has passed, and never while it was not", () => {
		const pass = ["+ 30000", "! moved data1"];
		expect(noops(playAlive(download("f"), [...begun, ...pass, ...pass, ...pass, ...pass]))).toBe(1);
		const answered = [...pass, "+ 500", "< 200 zzz"];
		const most = [...begun, ...answered, ...answered, "+ 29999"];
		expect(noops(playAlive(download("f"), most))).toBe(2);
		expect(noops(playAlive(download("f"), [...most, "+ 1"]))).toBe(3);
	});

	test("a caller who does not take his bytes does not keep it from being said", () => {
		expect(noops(playAlive(download("f"), [...begun, "! held data1", "+ 30000", "< 200 zzz", "+ 30000"]))).toBe(2);
	});

	test.each([
		["the server has agreed", download, begun.slice(0, -1), ["+ 30000"]],
		["the server has agreed to an upload", upload, begun.slice(0, -1), ["+ 30000"]],
		["the data connection is there", download, begun.slice(0, 1), ["+ 29000"]],
	])("nothing is said before %s", (_, operation, lines, pass) => {
		expect(noops(playAlive(operation("f"), [...lines, ...pass]))).toBe(0);
	});

	test.each([
		["the end of a download", download, "! ended data1 5"],
		["the last byte of an upload", upload, "! sent data1"],
		["the end of an upload", upload, "! ended data1 5"],
		["the server's last word", download, "< 226 done"],
		["the end of the data connection", download, "! failed data1"],
		["the end of the control connection", download, "! ended control"],
	])("nothing is said behind %s", (_, operation, end) => {
		const { orders, session } = playAlive(operation("f"), [...begun, "! moved data1", end, "+ 30000"]);
		expect(orders).not.toContain("> NOOP");
		// Nor does it wake anybody up for nothing.
		expect(session.deadline).toBeGreaterThan(30_000);
	});

	test("an answer is no byte: a stall is one all the same", () => {
		const { outcome } = playAlive(download("f"), [...begun, "+ 30000", "< 200 zzz", "+ 29999", "+ 1"]);
		expect(outcome).toMatchObject({ error: { code: "STALL_TIMEOUT" } });
	});

	test.each([
		["is not wanted", { transfers: undefined }, {}],
		["has broken something before", {}, { refusesNOOPBeside: true }],
		["is not known to the server", {}, { refusesNOOP: true }],
		["would be a second command for a server that takes one at a time", {}, { isLockStep: true }],
	])("nothing is said where that %s", (_, times, profile) => {
		expect(noops(playAlive(download("f"), [...begun, "+ 30000", "! moved data1", "+ 30000"], times, profile))).toBe(0);
	});

	test("no data connection is opened ahead while the answer is owed", () => {
		const { orders } = playAlive(download("f"), [...begun, "+ 30000", "! queued transfer", "! ended data1 5"]);
		expect(orders.filter((order) => order === "> EPSV")).toHaveLength(1);
		const { orders: answered } = playAlive(download("f"), [
			...[...begun, "+ 30000", "< 200 zzz", "! queued transfer", "! ended data1 5"],
		]);
		expect(answered.filter((order) => order === "> EPSV")).toHaveLength(2);
	});
});

describe("with nothing to do", () => {
	const alone = (lines: readonly string[], times: Partial<KeepAliveTimes> = {}, first = simple("TYPE", "I")) =>
		playAlive(first, ["< 200 ok", ...lines], times);

	test("something is said when the control connection has been silent for so long, again and again", () => {
		expect(noops(alone(["+ 29999"]))).toBe(0);
		const { orders, session } = alone(["+ 30000", "+ 100", "< 200 zzz", "+ 29999"]);
		expect(orders).toEqual(["> TYPE I", "> NOOP"]);
		expect(session.phase).toBe("idle");
		expect(session.deadline).toBe(60_100);
		expect(noops(alone(["+ 30000", "< 200 zzz", "+ 30000", "< 200 zzz", "+ 30000"]))).toBe(3);
	});

	test("nothing is said while an operation waits for its own reply, or where that is not wanted", () => {
		expect(noops(playAlive(simple("DELE", "f"), ["+ 59999"]))).toBe(0);
		expect(noops(alone(["+ 90000"], { idle: undefined }))).toBe(0);
		expect(alone([], { idle: undefined }).session.deadline).toBeUndefined();
	});

	test.each(["RNFR", "REST"])("nothing is said behind %s, which the next command must follow", (verb) => {
		const first = verb === "RNFR" ? raw(verb, "f") : simple(verb, "5");
		expect(noops(playAlive(first, ["< 350 go on", "+ 90000"]))).toBe(0);
	});

	test("any answer but 421 is a sign of life", () => {
		for (const answer of ["200 ok", "500 what?", "502 no", "450 busy", "503 not now", "530 no", "226 done", "331 go on"]) {
			expect(alone(["+ 30000", `< ${answer}`]).session.phase, answer).toBe("idle");
		}
	});

	test.each(["500 what?", "502 no"])("a server that says %s to NOOP is asked PWD from then on", (answer) => {
		const { orders, session } = alone(["+ 30000", `< ${answer}`, "+ 30000", '< 257 "/"', "+ 30000"]);
		expect(orders).toEqual(["> TYPE I", "> NOOP", "> PWD", "> PWD"]);
		expect(session.facts.options.profile.refusesNOOP).toBe(true);
	});

	test("an answer that is not about NOOP itself does not make it one that is not known", () => {
		expect(alone(["+ 30000", "< 450 busy"]).session.facts.options.profile.refusesNOOP).toBe(false);
	});

	test.each([
		["421", ["< 421 bye"], FTPReplyError, "421"],
		["the end of the connection", ["! ended control"], FTPNetworkError, "instead of sending the reply to NOOP"],
		["silence", ["+ 59999", "+ 1"], FTPTimeoutError, "the reply to NOOP"],
	])("%s ends the session, with the reason", (_, lines, kind, words) => {
		const { session } = alone(["+ 30000", ...lines]);
		expect(session.phase).toBe("closed");
		expect(session.closedBy).toBeInstanceOf(kind);
		expect(String(session.closedBy)).toContain(words);
		expect(session.deadline).toBeUndefined();
	});

	test("a session that is lost or closed says nothing more, and wakes nobody", () => {
		const { orders, session } = alone(["! ended control", "+ 90000"]);
		expect([orders, session.deadline]).toEqual([["> TYPE I", "! close control"], undefined]);
	});
});
