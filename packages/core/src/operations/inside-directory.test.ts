import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { simple } from "./exchange.ts";
import { insideDirectory, mustBeDirectory } from "./inside-directory.ts";
import { list } from "./list.ts";
import { stat } from "./stat.ts";

const home = '< 257 "/home"';
const there = ["> PWD", "> CWD a b", "> NOOP", "> CWD /home"];

test("something is done inside, and then we are back", () => {
	const played = play(
		insideDirectory("a b", () => simple("NOOP")),
		[home, "< 250 in", "< 200 done", "< 250 back"],
	);
	expect(played.orders).toEqual(there);
	expect(played.outcome).toMatchObject({ ok: true, value: { code: 200 } });
});

test("also when it is refused", () => {
	const played = play(
		insideDirectory("a b", () => simple("NOOP")),
		[home, "< 250 in", "< 550 no", "< 250 back"],
	);
	expect(played.orders).toEqual(there);
	expect(played.outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", command: "NOOP" } });
	expect(played.session.phase).toBe("idle");
});

test("nothing is done where there is no way back", () => {
	const played = play(mustBeDirectory("d"), ["< 550 you may not know where you are"]);
	expect(played.orders).toEqual(["> PWD"]);
	expect(played.outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", command: "PWD" } });
});

test.each([
	["after success", "< 200 done"],
	["after a refusal", "< 550 no"],
])("a way back that is refused ends the session: %s", (_, said) => {
	const played = play(
		insideDirectory("d", () => simple("NOOP")),
		[home, "< 250 in", said, "< 550 /home is closed"],
	);
	expect(played.outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
	expect(played.session.phase).toBe("closed");
});

test("nobody goes on from the wrong directory", () => {
	const listed = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 9", "< 226 done"];
	const finder = { onFormat: (): void => {}, found: () => undefined };
	const stuck = play(stat("a b/f", finder), [home, "< 250 in", ...listed, "< 550 no way back"]);
	expect(stuck.orders.filter((order) => order.startsWith(">"))).toEqual([
		...there.slice(0, 2),
		"> EPSV",
		"> LIST",
		"> CWD /home",
	]);
	expect(stuck.session.phase).toBe("closed");
	expect(
		play(
			list("a b", () => {}),
			[home, "< 250 in", ...listed, "< 550 no"],
		).session.phase,
	).toBe("closed");
});

test("nor where the listing failed for want of a data connection, which stat() does without", () => {
	const noData = ["< 229 ok (|||6446|)", "! failed data1", "< 227 (192,0,2,1,4,1)", "! failed data2"];
	const finder = { onFormat: (): void => {}, found: () => undefined };
	const stuck = play(stat("a b/f", finder), [home, "< 250 in", ...noData, "< 550 no way back", "< 213 12"]);
	expect(stuck.orders.filter((order) => order.startsWith(">")).at(-1)).toBe("> CWD /home");
	expect(stuck.outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
	expect(stuck.session.phase).toBe("closed");
	const back = play(stat("a b/f", finder), [home, "< 250 in", ...noData, "< 250 back", "< 213 12", "< 502 no MDTM"]);
	expect(back.outcome).toMatchObject({ value: { name: "f", type: "file", size: 12 } });
});

test.each([
	["refused: the session is ended", "< 550 /home is closed", "closed"],
	["taken: it goes on", "< 250 back", "idle"],
])("the way back of somebody who was stopped is %s", (_, reply, phase) => {
	for (const stopped of [
		["! abort", "< 200 done"],
		["< 200 done", "! abort"],
	]) {
		const operation = insideDirectory("d", () => simple("NOOP"));
		const played = play(operation, [home, "< 250 in", ...stopped, reply]);
		expect(played.orders.at(-1)).toBe(phase === "closed" ? "! close control" : "> CWD /home");
		expect(played.outcome).toMatchObject({ ok: false, error: { name: "FTPAbortError" } });
		expect(played.session.phase).toBe(phase);
	}
});

test.each([
	["/elsewhere", "closed"],
	["/home", "idle"],
])("38: a way back that was never answered is taken only where we are: in %s the session is %s", (path, phase) => {
	const operation = insideDirectory("d", () => simple("NOOP"));
	const played = play(operation, [home, "< 250 in", "! abort", "< 200 done", "+ 60000", `< 257 "${path}"`]);
	expect(played.orders.slice(4)).toEqual(["> PWD", ...(phase === "closed" ? ["! close control"] : [])]);
	expect(played.session.phase).toBe(phase);
});

test.each([
	["/elsewhere", "closed"],
	["/home", "idle"],
])("38: nor where something before it was not answered either: in %s the session is %s", (path, phase) => {
	const operation = insideDirectory("d", () => simple("NOOP"));
	const played = play(operation, [home, "< 250 in", "! abort", "+ 60000", `< 257 "${path}"`]);
	expect(played.session.phase).toBe(phase);
});

test("38: nor is it taken where the answer to PWD names no path at all", () => {
	const operation = insideDirectory("d", () => simple("NOOP"));
	const played = play(operation, [home, "< 250 in", "! abort", "< 200 done", "+ 60000", "< 257 who knows?"]);
	expect(played.session.closedBy).toMatchObject({ code: "UNEXPECTED_REPLY", received: "257 who knows?" });
});

test("a way back that is refused while the data still flows ends the session, too", () => {
	const operation = insideDirectory("d", () => download("f"));
	const open = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! secured data1"];
	const lines = [home, "< 250 in", ...open, "! abort", "< 426 stopped", "< 550 /home is closed"];
	const played = play(operation, lines, { facts: { privateData: true } });
	expect(played.orders.slice(-4)).toEqual(["> CWD /home", "> ABOR", "! close control", "! close data1"]);
	expect(played.session.phase).toBe("closed");
});
