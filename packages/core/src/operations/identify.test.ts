import { expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { identify } from "./identify.ts";

const inBursts: PlayOptions = { options: { profile: { ...newProfile(), isLockStep: false } }, facts: { type: "I" } };
const at = (text: string): number => Date.parse(text);

test("size and time are asked in one write", () => {
	const { orders, outcome } = play(identify("/f"), ["< 213 5", "< 213 20240102030405"], inBursts);
	expect(orders).toEqual(["> SIZE /f", "> MDTM /f"]);
	expect(outcome).toEqual({ ok: true, value: { size: 5, modifiedAt: at("2024-01-02T03:04:05Z"), refusal: undefined } });
});

test.each([
	["of a server that wants one command at a time", { options: { profile: { ...newProfile(), isLockStep: true } } }],
	["of a server of which that is not known", {}],
	["where the caller says so", { options: { ...inBursts.options, pipelining: "off" } }],
] as [string, PlayOptions][])("%s they are asked one after the other", (_, { options = {} }) => {
	const setup: PlayOptions = { options, facts: { type: "I" } };
	expect(play(identify("/f"), [], setup).orders).toEqual(["> SIZE /f"]);
	expect(play(identify("/f"), ["< 213 5"], setup).orders).toEqual(["> SIZE /f", "> MDTM /f"]);
});

test("a size is one of bytes", () => {
	const { orders } = play(identify("/f"), ["< 200 ok"], { ...inBursts, facts: { type: "A" } });
	expect(orders).toEqual(["> TYPE I", "> SIZE /f", "> MDTM /f"]);
});

test.each([
	["no such file", ["550 none", "550 none"], { refusal: { code: 550, command: "SIZE /f" } }],
	["no MDTM", ["213 5", "502 no"], { size: 5, refusal: { code: 502, command: "MDTM /f" } }],
	["no SIZE", ["500 what", "213 20240102030405"], { modifiedAt: at("2024-01-02T03:04:05Z"), refusal: { code: 500 } }],
	["nonsense", ["213 many", "213 yesterday"], { size: undefined, modifiedAt: undefined, refusal: undefined }],
])("%s is an answer", (_, replies, value) => {
	const { outcome } = play(
		identify("/f"),
		replies.map((reply) => `< ${reply}`),
		inBursts,
	);
	expect(outcome).toMatchObject({ ok: true, value });
});

test("a bad path is found before anything is sent", () => {
	const { orders, outcome } = play(identify("a\nb"), [], inBursts);
	expect(orders).toEqual([]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPUsageError" } });
});
