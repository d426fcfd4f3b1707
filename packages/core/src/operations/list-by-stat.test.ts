import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { listByStat } from "./list-by-stat.ts";

const line = "-rw-r--r--   1 bob      us              5 Jan  2 03:04 a file.txt";

test.each([
	["as vsftpd sends it", ["< 213-Status follows:", `< ${line}`, "< 213 End of status"]],
	["as ProFTPD sends it, with a space in front", ["< 212-Status of d:", `<  ${line}`, "< 212 End of status"]],
	["with the code repeated", ["< 211-Here", `< 211-${line}`, "< 211 End"]],
])("the lines of a listing, %s", (_, reply) => {
	const { orders, outcome } = play(listByStat("d", false), reply);
	expect(orders).toEqual(["> STAT d"]);
	expect(outcome).toEqual({ ok: true, value: [line] });
});

test("the current directory has a name: without one STAT tells about the session", () => {
	const { orders, outcome } = play(listByStat("", false), ["< 213-Status follows:", "< 213 End of status"]);
	expect(orders).toEqual(["> STAT ."]);
	expect(outcome).toEqual({ ok: true, value: [] });
});

test.each([["a b"], [" a"], ["-x"], ["[x]"], ["*"]])("%j from inside: servers split it, or take it for a pattern", (path) => {
	const lines = ['< 257 "/home"', "< 250 there", "< 213-Status", `< ${line}`, "< 213 End", "< 250 back"];
	const { orders, outcome } = play(listByStat(path, false), lines);
	expect(orders).toEqual(["> PWD", `> CWD ${path}`, "> STAT .", "> CWD /home"]);
	expect(outcome).toEqual({ ok: true, value: [line] });
});

test("nothing: a directory that is empty, or one that is not there", () => {
	const empty = ["< 213-STAT", "< 213 End.", '< 257 "/home"'];
	expect(play(listByStat("/d", false), [...empty, "< 250 there", "< 250 back"]).outcome).toEqual({ ok: true, value: [] });
	expect(play(listByStat("/d", false), [...empty, "< 550 no"]).outcome).toMatchObject({
		error: { code: 550, command: "CWD /d" },
	});
	expect(play(listByStat("/d", false), ["< 450 /d: No such file or directory"]).outcome).toMatchObject({ error: { code: 450 } });
});

test("hidden names: -a, unless the server takes that for a name", () => {
	const listed = ["< 213-Status", `< ${line}`, "< 213 End"];
	expect(play(listByStat("d", true), listed)).toMatchObject({ orders: ["> STAT -a d"], outcome: { value: [line] } });
	for (const refused of [["< 550 No such file or directory."], ["< 213-Status", "< 213 End"]]) {
		const { orders, outcome } = play(listByStat("d", true), [...refused, ...listed]);
		expect(orders).toEqual(["> STAT -a d", "> STAT d"]);
		expect(outcome).toEqual({ ok: true, value: [line] });
	}
});

test("a server that cannot do it", () => {
	expect(play(listByStat("d", false), ["< 502 no STAT"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 502 } });
});
