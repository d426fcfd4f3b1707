import { expect, test } from "vitest";
import { type Played, type PlayOptions, play } from "../testing/transcript.ts";
import { setModifiedAt } from "./set-modified-at.ts";

const date = new Date("2024-01-31T10:11:12.999Z");
const time = "20240131101112";
const mfmt = `> MFMT ${time} /a b`;
const mdtm = `> MDTM ${time} /a b`;
const long = `> SITE UTIME /a b ${time} ${time} ${time} UTC`;
const short = `> SITE UTIME ${time} /a b`;

const offering = (...names: string[]): PlayOptions => ({ facts: { features: new Map(names.map((name) => [name, ""])) } });
const set = (lines: string[], setup: PlayOptions = {}): Played<void> => play(setModifiedAt("/a b", date), lines, setup);

test.each([
	["MFMT", offering("MFMT", "MDTM"), ["< 213 Modify=20240131101112; /a b"], [mfmt]],
	["MDTM, as vsftpd has it", offering("MDTM"), ["< 213 File modification time set."], [mdtm]],
	["MDTM, with the time as the answer", offering("MDTM"), [`< 213 ${time}`], [mdtm]],
	["MDTM, as Serv-U answers", offering("MDTM"), ["< 253 Date/time changed okay."], [mdtm]],
	["SITE UTIME, which FEAT need not tell", offering("MLST"), ["< 213 UTIME OK"], [long]],
	["SITE UTIME in its short form", offering("MLST"), ["< 501 wrong number of parameters", "< 200 ok"], [long, short]],
	["MDTM takes the time for a name", offering("MDTM"), [`< 550 ${time} /a b: No such file`, "< 200 ok"], [mdtm, long]],
	["MDTM reads another file's time", offering("MDTM"), ["< 213 19990101000000", "< 200 ok"], [mdtm, long]],
	["a promise in FEAT that is not kept", offering("MFMT", "MDTM"), ["< 502 no", "< 213 set"], [mfmt, mdtm]],
	["no FEAT: everything is tried", {}, ["< 500 what", "< 202 superfluous", "< 504 no", "< 200 ok"], [mfmt, mdtm, long, short]],
])("%s", (_, setup, lines, orders) => {
	const played = set(lines, setup);
	expect(played.orders).toEqual(orders);
	expect(played.outcome).toEqual({ ok: true, value: undefined });
});

test("a refusal is final where the command is known", () => {
	for (const code of [550, 450, 553]) {
		const { orders, outcome } = set([`< ${code} no`], offering("MFMT", "MDTM"));
		expect(orders).toEqual([mfmt]);
		expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code, command: mfmt.slice(2) } });
	}
	expect(set(["< 550 no such file"], offering()).orders).toHaveLength(1);
	expect(set(["< 550 ?", "< 550 no such file"], offering("MDTM")).outcome).toMatchObject({ error: { command: long.slice(2) } });
});

test("what is told in the end is the refusal that says the most", () => {
	const { outcome } = set(["< 550 no such file", "< 500 no UTIME", "< 500 no UTIME"], offering("MDTM"));
	expect(outcome).toMatchObject({ error: { code: 550, command: mdtm.slice(2) } });
	const unknown = set(["< 500 no UTIME", "< 502 no UTIME"], offering("SIZE"));
	expect(unknown.outcome).toMatchObject({ error: { code: 500, command: long.slice(2) } });
	const read = set(["< 213 19990101000000", "< 500 no", "< 500 no"], offering("MDTM"));
	expect(read.outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BAD_VALUE" } });
	expect(read.session.phase).toBe("idle");
});

test("3yz is not an answer to this", () => {
	expect(set(["< 350 more"], offering("MFMT")).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
});

test.each([[new Date(Number.NaN)], [new Date(8.64e15)], [new Date(-7e13)], ["2024-01-31"], [undefined]])(
	"%s is no date to set: nothing is sent",
	(bad) => {
		const { orders, outcome } = play(setModifiedAt("/f", bad as Date), []);
		expect(orders).toEqual([]);
		expect(outcome).toMatchObject({ error: { name: "FTPUsageError", code: "BAD_ARGUMENT" } });
	},
);
