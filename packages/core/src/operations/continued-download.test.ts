import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import { newProfile } from "../protocol/facts.ts";
import { type Played, type PlayOptions, play } from "../testing/transcript.ts";
import { continuedDownload, type DownloadSoFar, wanted, whyNotContinue } from "./continued-download.ts";
import { download } from "./download.ts";
import type { TransferSummary } from "./transfer.ts";

const lost = new FTPNetworkError("CONNECTION_LOST", "lost");
const NEW_YEAR = Date.parse("2024-01-01T00:00:00Z");
const unknown = { size: undefined, modifiedAt: undefined };
const known = { size: 9, modifiedAt: NEW_YEAR };

interface State extends DownloadSoFar {
	count: number;
	reason: string | undefined;
}

/** A second attempt at a download, whose first has brought 5 bytes of 9. */
function soFar(given: Partial<DownloadSoFar> = {}, canForget = false): State {
	return {
		...{ path: "/f", type: "I", offset: 0, length: undefined, count: 5, isEnough: false, expected: unknown },
		...{ mayBeRetried: true, known, reason: undefined },
		forget() {
			if (canForget) this.count = 0;
			return canForget;
		},
		giveUp(reason) {
			this.reason = reason;
			return lost;
		},
		...given,
	};
}

const bursts: PlayOptions = { options: { profile: { ...newProfile(), isLockStep: false } }, facts: { type: "I" } };
const asked = ["> SIZE /f", "> MDTM /f"];
const open = ["< 229 ok (|||6446|)", "! connected data1"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const same = ["< 213 9", "< 213 20240101000000"];

function run(state: State, lines: readonly string[], setup = bursts): Played<TransferSummary> {
	return play(
		continuedDownload(state, (offset) => download(state.path, { type: state.type, offset })),
		lines,
		setup,
	);
}

test.each([
	["may be another attempt", {}, asked],
	["may be none", { mayBeRetried: false }, ["> EPSV"]],
	["may be another attempt, and all is known", { expected: known }, ["> EPSV"]],
	[
		"may be none, and something is known of what is behind the offset",
		{ mayBeRetried: false, offset: 3, expected: known },
		asked,
	],
	["may be none, and nothing is known of that", { mayBeRetried: false, offset: 3 }, ["> EPSV"]],
] satisfies [string, Partial<DownloadSoFar>, string[]][])(
	"what is asked in front of the first attempt where there %s",
	(_, given, orders) => {
		expect(run(soFar({ count: 0, known: undefined, ...given }), []).orders).toEqual(orders);
	},
);

test("what the server refuses to tell does not keep the first attempt from being made", () => {
	const state = soFar({ count: 0, known: undefined });
	expect(run(state, ["< 550 no", "< 502 no"]).orders).toEqual([...asked, "> EPSV"]);
	expect(state.known).toEqual(unknown);
});

test("a later attempt goes on behind what is there", () => {
	const state = soFar();
	const before = run(state, [...same, ...open, "< 350 go on"]);
	expect(before.orders).toEqual([...asked, ...opened, "> REST 5", "> RETR /f", "! transfer data1 download"]);
});

test.each([
	["all has come", {}, "< 213 5", { size: 5, modifiedAt: NEW_YEAR }],
	["all that is wanted has come", { length: 5 }, "< 213 9", known],
] satisfies [string, Partial<DownloadSoFar>, string, typeof known][])("nothing is transferred where %s", (_, given, size, is) => {
	const { orders, outcome } = run(soFar({ ...given, known: is }), [size, "< 213 20240101000000"]);
	expect(orders).toEqual(asked);
	expect(outcome).toEqual({ ok: true, value: { byteCount: 0, reply: undefined, isComplete: true } });
});

test.each([
	["another size", "213 8", "213 20240101000000", { code: "CHANGED" }],
	["another time", "213 9", "213 20240101000001", { code: "CHANGED" }],
	["another time, by milliseconds", "213 9", "213 20240101000000.001", { code: "CHANGED" }],
	["no time any more", "213 9", "500 what", { code: "CHANGED", cause: expect.objectContaining({ code: 500 }) }],
	["no file any more", "550 none", "550 none", { name: "FTPReplyError", code: 550 }],
	["a file that is busy", "450 busy", "213 20240101000000", { name: "FTPReplyError", code: 450 }],
])("nothing is added to what is there: %s", (_, size, time, error) => {
	const { orders, outcome, session } = run(soFar(), [`< ${size}`, `< ${time}`]);
	expect(orders).toEqual(asked);
	expect(outcome).toMatchObject({ ok: false, error });
	expect(session.phase).toBe("idle");
});

test("what can be forgotten comes anew from another file, but not from one that the caller does not expect", () => {
	const changed = ["< 213 8", "< 213 20240101000000"];
	const state = soFar({}, true);
	expect(run(state, [...changed, ...open]).orders).toEqual([...asked, ...opened, "> RETR /f", "! transfer data1 download"]);
	expect(state.known).toEqual({ size: 8, modifiedAt: NEW_YEAR, refusal: undefined });
	const { outcome } = run(soFar({ expected: known }, true), changed);
	expect(outcome).toMatchObject({ ok: false, error: { code: "CHANGED" } });
});

test("a caller who knows whole seconds may mean the same moment as a server that knows more", () => {
	const state = soFar({ expected: known, known });
	expect(run(state, ["< 213 9", "< 213 20240101000000.5"]).orders).toEqual([...asked, "> EPSV"]);
});

const HOPELESS: [string, Partial<DownloadSoFar>, PlayOptions, RegExp][] = [
	["text", { type: "A" }, bursts, /text/],
	["a file whose time nobody knows", { known: { size: 9, modifiedAt: undefined } }, bursts, /MDTM/],
	[
		"compressed data",
		{},
		{ ...bursts, options: { ...bursts.options, useMode: function* () {} }, facts: { type: "I", mode: "Z" } },
		/MODE Z/,
	],
];

test.each(HOPELESS)("%s begins anew where that can be", (_, given, setup, reason) => {
	const state = soFar(given);
	const { orders, outcome } = run(state, [], setup);
	expect(orders).toEqual([]);
	expect(outcome).toEqual({ ok: false, error: lost });
	expect(state.reason).toMatch(reason);
	const again = soFar(given, true);
	run(again, [], setup);
	expect(again.count).toBe(0);
});

test.each(["502 no", "501 no", "200 ok"])("REST is answered %s: from the first byte, where that can be", (reply) => {
	const again = run(soFar({}, true), [...same, ...open, `< ${reply}`, "< 229 ok (|||6447|)", "! connected data2"]);
	expect(again.orders.filter((order) => order === "> RETR /f")).toHaveLength(1);
	const state = soFar();
	expect(run(state, [...same, ...open, `< ${reply}`]).outcome).toEqual({ ok: false, error: lost });
	expect(state.reason).toMatch(/REST/);
});

test.each([
	[8, true],
	[10, false],
])("%i bytes of 9 are not the file, and only fewer are worth another attempt", (count, isShort) => {
	const state = soFar({ count: 0, known: undefined });
	const before = [...same, ...open, "< 150 here"];
	const operation = continuedDownload(state, function* (offset) {
		const summary = yield* download(state.path, { offset });
		state.count = count;
		return summary;
	});
	const { outcome } = play(operation, [...before, `! ended data1 ${count}`, "< 226 done"], bursts);
	expect(outcome).toMatchObject({ ok: false, error: { code: "WRONG_SIZE", expected: "9 bytes", received: `${count} bytes` } });
	expect(outcome?.ok === false && (outcome.error as Error).cause instanceof FTPNetworkError).toBe(isShort);
});

test("how much is wanted, and why one cannot go on", () => {
	expect(wanted(soFar({ offset: 4 }))).toBe(5);
	expect(wanted(soFar({ offset: 4, length: 2 }))).toBe(2);
	expect(wanted(soFar({ offset: 40 }))).toBe(0);
	expect(wanted(soFar({ known: undefined, expected: known }))).toBe(9);
	expect(wanted(soFar({ type: "A" }))).toBeUndefined();
	expect(wanted(soFar({ known: unknown, length: 5 }))).toBeUndefined();
	expect(whyNotContinue(soFar())).toBeUndefined();
});
