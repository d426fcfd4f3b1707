import { expect, test } from "vitest";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { type Played, play } from "../testing/transcript.ts";
import { type AtomicSoFar, atomicUpload } from "./atomic-upload.ts";
import type { TransferSummary } from "./transfer.ts";

const summary: TransferSummary = { byteCount: 5, reply: undefined };

function soFar(known: Partial<AtomicSoFar> = {}): AtomicSoFar {
	return { path: "/f", temporary: "/t", position: 5, stored: undefined, isRenaming: false, isOnlyCopy: false, ...known };
}

function* stored(): Operation<TransferSummary> {
	yield* sessionFacts();
	return summary;
}

const run = (state: AtomicSoFar, lines: readonly string[]): Played<TransferSummary> =>
	play(
		atomicUpload(state, stored),
		lines.map((line) => `< ${line}`),
		{ facts: { type: "I" } },
	);
const ok = { ok: true, value: summary };

test.each([
	["its size is right", ["213 5", "350 go on", "250 done"], ["> SIZE /t", "> RNFR /t", "> RNTO /f"]],
	["nobody tells the size", ["502 no", "350 go on", "250 done"], ["> SIZE /t", "> RNFR /t", "> RNTO /f"]],
])("what was uploaded is renamed: %s", (_, lines, orders) => {
	const state = soFar();
	const played = run(state, lines);
	expect(played.orders).toEqual(orders);
	expect(played.outcome).toEqual(ok);
	expect(state).toMatchObject({ isRenaming: true, isOnlyCopy: false });
});

test.each([
	[4, true],
	[6, false],
])("a file of %i bytes is not renamed, and only a short one is worth another attempt", (size, isShort) => {
	const { orders, outcome } = run(soFar(), [`213 ${size}`]);
	expect(orders).toEqual(["> SIZE /t"]);
	const cause = isShort ? { name: "FTPNetworkError", code: "TRUNCATED" } : undefined;
	expect(outcome).toMatchObject({ ok: false, error: { code: "WRONG_SIZE", expected: "5 bytes", received: `${size} bytes` } });
	expect(outcome?.ok === false && (outcome.error as Error).cause).toEqual(cause && expect.objectContaining(cause));
});

const later = soFar({ stored: { summary, size: 5 } });

test("what is stored is not uploaded again", () => {
	const { orders, outcome } = run({ ...later }, ["350 go on", "250 done"]);
	expect(orders).toEqual(["> RNFR /t", "> RNTO /f"]);
	expect(outcome).toEqual(ok);
});

test.each([
	["it was renamed", ["550 none", "213 5"], ["> SIZE /t", "> SIZE /f"], ok],
	["it was not", ["213 5", "350 go on", "250 done"], ["> SIZE /t", "> RNFR /t", "> RNTO /f"], ok],
	[
		"another file has the name",
		["550 none", "213 6"],
		["> SIZE /t", "> SIZE /f"],
		{ ok: false, error: { code: "CHANGED", expected: "5 bytes, at /t or at /f", received: "neither: 6" } },
	],
	["neither is there", ["550 none", "550 none"], ["> SIZE /t", "> SIZE /f"], { ok: false, error: { code: "CHANGED" } }],
	[
		"nobody tells sizes, and it is there still",
		["502 no", "502 no", "213 20240102030405", "350 go on", "250 done"],
		["> SIZE /t", "> SIZE /t", "> MDTM /t", "> RNFR /t", "> RNTO /f"],
		ok,
	],
])("a rename whose reply was lost is looked for: %s", (_, lines, orders, outcome) => {
	const played = run({ ...later, isRenaming: true }, lines);
	expect(played.orders).toEqual(orders);
	expect(played.outcome).toMatchObject(outcome);
	expect(played.session.phase).toBe("idle");
});

test.each([
	["a file in the way is removed", ["553 exists", "250 gone", "350 go on", "250 done"], ok, true],
	["nothing in the way: the refusal is told", ["553 no", "550 none"], { ok: false, error: { code: 553 } }, false],
	["not now", ["553 exists", "450 busy"], { ok: false, error: { code: 450 } }, false],
	["refused again", ["553 no", "250 gone", "350 go on", "553 no"], { ok: false, error: { code: 553 } }, true],
	["the reply is lost", ["553 exists"], undefined, true],
])("where the server replaces no file: %s", (_, lines, outcome, isOnlyCopy) => {
	const state = soFar({ stored: { summary, size: 5 } });
	const played = run(state, ["350 go on", ...lines]);
	expect(played.orders.slice(0, 3)).toEqual(["> RNFR /t", "> RNTO /f", "> DELE /f"]);
	if (outcome) expect(played.outcome).toMatchObject(outcome);
	else expect(played.outcome).toBeUndefined();
	expect(state.isOnlyCopy).toBe(isOnlyCopy);
});

test.each(["450 busy", "501 what"])("%s to RNTO is about something else, and nothing is removed", (reply) => {
	const { orders, outcome } = run({ ...later }, ["350 go on", reply]);
	expect(orders).toEqual(["> RNFR /t", "> RNTO /f"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError" } });
});

test("a bad name is found before anything is sent", () => {
	const { orders, outcome } = run(soFar({ path: "a\nb" }), []);
	expect(orders).toEqual([]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPUsageError" } });
});
