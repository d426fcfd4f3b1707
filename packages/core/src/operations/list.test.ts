import { expect, test } from "vitest";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { isOdd, list, listHidden, names } from "./list.ts";

const open = (number = 1): string[] => ["< 229 ok (|||6446|)", `! connected data${number}`, "< 150 here"];
const done = ["! ended data1 100", "< 226 done"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const mlsd: PlayOptions = { facts: { features: new Map([["MLST", "type*;"]]) } };
const ignore = (): void => {};

test("MLSD where the server has it, else LIST", () => {
	const formats: string[] = [];
	const played = play(
		list("/d", (format) => formats.push(format)),
		[...open(), ...done],
		mlsd,
	);
	expect(played.orders).toEqual([...opened, "> MLSD /d", "! transfer data1 download", "! close data1"]);
	expect(played.outcome).toMatchObject({ ok: true, value: { byteCount: 100 } });
	expect(formats).toEqual(["mlsx"]);
	expect(play(list("", ignore), [...open(), ...done]).orders).toContain("> LIST");
});

test("MLSD promised and refused: LIST, from then on", () => {
	const { orders, session } = play(list("", ignore), [...open().slice(0, 2), "< 500 what?", ...open(2)], mlsd);
	expect(orders.filter((order) => order.startsWith(">"))).toEqual(["> EPSV", "> MLSD", "> EPSV", "> LIST"]);
	expect(session.facts.options.profile.refusesMLSD).toBe(true);
});

test("nothing listed: a directory that is there", () => {
	const lines = [...open(), "! ended data1 0", "< 226 done", '< 257 "/home"', "< 250 there", "< 250 back"];
	const { orders, outcome } = play(list("empty", ignore), lines);
	expect(orders.slice(-4)).toEqual(["! close data1", "> PWD", "> CWD empty", "> CWD /home"]);
	expect(outcome).toMatchObject({ ok: true, value: { byteCount: 0 } });
});

test("nothing listed: a directory that is not there, as vsftpd and Pure-FTPd list it", () => {
	const lines = [...open(), "! ended data1 0", "< 226 done", '< 257 "/home"', "< 550 Failed to change directory."];
	expect(play(list("missing", ignore), lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});

test.each([
	["", "100", ["< 226-Options: -l", "< 226 Output truncated to 10000 matches"]],
	["", "0", ["< 226 Transfer done (but failed to open directory)."]],
	["d", "0", ["< 226 Transfer done (but failed to open directory).", '< 257 "/"', "< 250 there", "< 250 back"]],
])("a listing of which the server says that there is more is none: %j %s %j", (path, bytes, end) => {
	const lines = [...open(), `! ended data1 ${bytes}`, ...end];
	for (const operation of [list(path, ignore), names(path)]) {
		expect(play(operation, lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 226 } });
	}
});

test("what is cut off with the hidden names is not listed a second time without them; what cannot be opened may be a name", () => {
	const cut = play(listHidden("", ignore), [...open(), "! ended data1 100", "< 226 Output truncated to 10000 matches"]);
	expect(cut.outcome).toMatchObject({ error: { name: "FTPReplyError", code: 226 } });
	const closed = [...open(), "! ended data1 0", "< 226 Transfer done (but failed to open directory)."];
	const again = play(listHidden("", ignore), [...closed, ...open(2), "! ended data2 100", "< 226 done"]);
	expect(again.outcome).toMatchObject({ ok: true, value: { byteCount: 100 } });
});

test("nothing listed of the current directory: it is there", () => {
	expect(play(list("", ignore), [...open(), "! ended data1 0", "< 226 done"]).outcome).toMatchObject({ ok: true });
});

test.each([
	["450 No files found"],
	["550 No members found."],
	["550 No data sets found."],
	["550 No files found"],
	["550 No matches."],
	["550 No datasets found "],
	["450 %DIRECT-W-NOFILES, no files found"],
])("94: %s is an empty listing", (reply) => {
	const lines = ["< 229 ok (|||6446|)", "! connected data1", `< ${reply}`];
	expect(play(list("", ignore), lines).outcome).toMatchObject({ ok: true, value: { byteCount: 0 } });
});

test("94: 226 without ever touching the data connection is an empty listing", () => {
	const begin = ["< 229 ok (|||6446|)", "! connected data1"];
	for (const lines of [
		["< 226 0 matches", "! failed data1"],
		["! failed data1", "< 226 0 matches"],
	]) {
		expect(play(list("", ignore), [...begin, ...lines]).outcome).toMatchObject({ ok: true, value: { byteCount: 0 } });
	}
});

test("nor is one with another code a word about nothing", () => {
	const lines = ["< 229 ok (|||6446|)", "! connected data1", "< 553 No files found"];
	expect(play(list("", ignore), lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 553 } });
});

test("other refusals are refusals", () => {
	for (const text of [
		"Have a taste on this!",
		"No such file or directory",
		"No files found or invalid directory or permission problem",
		"There are no files found",
	]) {
		const lines = ["< 229 ok (|||6446|)", "! connected data1", `< 550 ${text}`];
		expect(play(list("", ignore), lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
	}
});

test.each([["-la"], ["a b"], ["*.txt"], ["[x]"], ["~bob"]])(
	"LIST of %j from inside, for a server may take it for something else",
	(path) => {
		const lines = ['< 257 "/home"', "< 250 there", ...open(), ...done, "< 250 back"];
		const { orders, outcome } = play(list(path, ignore), lines);
		expect(orders.filter((order) => order.startsWith(">"))).toEqual([
			"> PWD",
			`> CWD ${path}`,
			"> EPSV",
			"> LIST",
			"> CWD /home",
		]);
		expect(outcome?.ok).toBe(true);
		expect(play(list(path, ignore), [], mlsd).orders).toEqual(["> EPSV"]);
	},
);

test("stopped inside another directory: the way back is still gone", () => {
	const lines = ['< 257 "/home"', "< 250 there", ...open(), "! abort", "< 426 aborted", "< 250 back"];
	const { orders, outcome, session } = play(list("a b", ignore), lines);
	expect(orders.slice(-2)).toEqual(["! close data1", "> CWD /home"]);
	expect(outcome).toMatchObject({ error: { name: "FTPAbortError" } });
	expect(session.phase).toBe("idle");
});

test("NLST", () => {
	const inside = ['< 257 "/home"', "< 250 there", ...open(), ...done, "< 250 back"];
	expect(
		play(names("-x"), inside)
			.orders.filter((order) => order.startsWith(">"))
			.slice(1, 4),
	).toEqual(["> CWD -x", "> EPSV", "> NLST"]);
	expect(play(names("/d"), [...open(), ...done]).orders).toContain("> NLST /d");
	expect(play(names("/d", true), [...open(), ...done]).orders).toContain("> NLST -a /d");
	const refused = [...open().slice(0, 2), "< 550 No such file or directory."];
	const { orders } = play(names("", true), [...refused, ...open(2)]);
	expect(orders.filter((order) => order.startsWith("> N"))).toEqual(["> NLST -a", "> NLST"]);
});

test("hidden names: LIST -a, where there is no MLSD", () => {
	expect(play(listHidden("/d", ignore), [...open(), ...done]).orders).toEqual([
		...opened,
		"> LIST -a /d",
		"! transfer data1 download",
		"! close data1",
	]);
	expect(play(listHidden("", ignore), [...open(), ...done]).orders).toContain("> LIST -a");
	expect(play(listHidden("/d", ignore), [...open(), ...done], mlsd).orders).toContain("> MLSD /d");
	const inside = ['< 257 "/home"', "< 250 there", ...open(), ...done, "< 250 back"];
	expect(play(listHidden("a b", ignore), inside).orders.filter((order) => order.startsWith(">"))).toEqual([
		"> PWD",
		"> CWD a b",
		"> EPSV",
		"> LIST -a",
		"> CWD /home",
	]);
});

test("hidden names, MLSD promised and refused: LIST -a, the first time, too", () => {
	const { orders } = play(listHidden("", ignore), [...open().slice(0, 2), "< 500 what?", ...open(2)], mlsd);
	expect(orders.filter((order) => order.startsWith(">"))).toEqual(["> EPSV", "> MLSD", "> EPSV", "> LIST -a"]);
});

test("a server that takes -a for a name is asked for a plain listing", () => {
	const refused = [...open().slice(0, 2), "< 550 The system cannot find the file specified."];
	const empty = [...open(), "! ended data1 0", "< 226 done"];
	for (const first of [refused, empty]) {
		const formats: string[] = [];
		const operation = listHidden("", (format) => formats.push(format));
		const { orders, outcome } = play(operation, [...first, ...open(2), "! ended data2 7", "< 226 done"]);
		expect(orders.filter((order) => order.startsWith("> L"))).toEqual(["> LIST -a", "> LIST"]);
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 7 } });
		expect(formats).toEqual(["list", "list"]);
	}
});

test.each([
	["-a", true],
	["a-b", false],
	["a b", true],
	["a\tb", true],
	["a*", true],
	["~", true],
	["[a]", true],
	["{a}", true],
	["a?", true],
	["größe.txt", false],
	["", false],
])("whether a server's shell would take %j for more than a name: %s", (path, isMore) => {
	expect(isOdd(path)).toBe(isMore);
});
