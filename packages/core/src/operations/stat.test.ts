import { expect, test } from "vitest";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { exists, stat } from "./stat.ts";

const mlst: PlayOptions = { facts: { features: new Map([["MLST", "type*;"]]) } };

test.each([
	["three lines", ["< 250-Listing", "<  type=file;size=12;modify=20240131101112; /d/f", "< 250 End"]],
	["without the space in front", ["< 250-Listing", "< type=file;size=12;modify=20240131101112; f", "< 250 End"]],
	["one line", ["< 250 type=file;size=12;modify=20240131101112; f"]],
])("MLST: %s", (_, lines) => {
	const { orders, outcome } = play(stat("/d/f"), lines, mlst);
	expect(orders).toEqual(["> MLST /d/f"]);
	expect(outcome).toMatchObject({
		ok: true,
		value: { name: "f", type: "file", size: 12, modifiedAt: new Date("2024-01-31T10:11:12Z") },
	});
});

test("MLST of a directory", () => {
	const lines = ["< 250-Listing", "<  type=dir;perm=el; /d", "< 250 End"];
	expect(play(stat("/d/"), lines, mlst).outcome).toMatchObject({ value: { name: "d", type: "directory" } });
});

test("without MLST: SIZE and MDTM", () => {
	const { orders, outcome } = play(stat("/d/f"), ["< 213 12", "< 213 20240131101112"]);
	expect(orders).toEqual(["> SIZE /d/f", "> MDTM /d/f"]);
	expect(outcome).toMatchObject({ value: { name: "f", type: "file", size: 12, modifiedAt: new Date("2024-01-31T10:11:12Z") } });
	expect(play(stat("/f"), ["< 213 12", "< 502 no MDTM"]).outcome).toMatchObject({ value: { name: "f", type: "file", size: 12 } });
});

test("without MLST: a directory can be gone into", () => {
	const { orders, outcome } = play(stat("/d"), ["< 550 not a file", '< 257 "/home"', "< 250 in", "< 250 back"]);
	expect(orders).toEqual(["> SIZE /d", "> PWD", "> CWD /d", "> CWD /home"]);
	expect(outcome).toMatchObject({ value: { name: "d", type: "directory" } });
});

test("nothing there", () => {
	const lines = ["< 550 no", '< 257 "/home"', "< 550 no"];
	expect(play(stat("/x"), lines).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
	expect(play(exists("/x"), lines).outcome).toEqual({ ok: true, value: false });
	expect(play(exists("/x"), ["< 550 no"], mlst).outcome).toEqual({ ok: true, value: false });
	expect(play(exists("/x"), ["< 213 1", "< 213 20240131101112"]).outcome).toEqual({ ok: true, value: true });
});

test("a server that knows none of the commands: that is no proof of absence either", () => {
	const unknown = ["< 502 no SIZE", "< 500 no MDTM", '< 257 "/home"', "< 550 not a directory"];
	const { orders, outcome } = play(exists("/f"), unknown);
	expect(orders).toEqual(["> SIZE /f", "> MDTM /f", "> PWD", "> CWD /f"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 502, command: "SIZE /f" } });
	expect(play(exists("/f"), ["< 502 no SIZE", "< 213 20240131101112"]).outcome).toEqual({ ok: true, value: true });
	expect(play(exists("/f"), ["< 502 no SIZE", "< 550 no", '< 257 "/home"', "< 550 no"]).outcome).toEqual({
		ok: true,
		value: false,
	});
});

test("values that make no sense are left out, and the session goes on", () => {
	const played = play(stat("/f"), ["< 213 12", "< 213 19124010112000"]);
	expect(played.outcome).toEqual({ ok: true, value: { name: "f", type: "file", size: 12, raw: "" } });
	expect(played.session.phase).toBe("idle");
	expect(play(stat("/f"), ["< 213 about 3k", "< 213 20240131101112"]).outcome).toMatchObject({
		ok: true,
		value: { type: "file" },
	});
});

test("a server that will not say is no proof of absence", () => {
	expect(play(exists("/x"), ["< 450 busy"]).outcome).toMatchObject({ ok: false, error: { code: 450 } });
	expect(play(exists("/x"), ["< 530 not for you"], mlst).outcome).toMatchObject({ ok: false, error: { code: 530 } });
});
