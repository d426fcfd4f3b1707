import { expect, test } from "vitest";
import type { Operation } from "../protocol/operation.ts";
import { play } from "../testing/transcript.ts";
import { available } from "./available.ts";
import { download } from "./download.ts";
import { simple } from "./exchange.ts";
import { insideDirectory } from "./inside-directory.ts";
import { login } from "./login.ts";
import { modifiedAt } from "./modified-at.ts";
import { activeWay } from "./open-active.ts";
import { openData } from "./open-data.ts";
import { pwd } from "./pwd.ts";
import { rename } from "./rename.ts";
import { upload } from "./upload.ts";

const bob = { user: "bob", pass: "hunter2" };
const begun = ["< 229 (|||5|)", "! connected data1"];
const inside = (): Operation<unknown> => insideDirectory("d", () => simple("NOOP"));

test.each<[string, () => Operation<unknown>, string[], string, string]>([
	["NOOP", () => simple("NOOP"), ["< 300 and?"], "a 2yz reply to NOOP", "300 and?"],
	["RNFR", () => rename("a", "b"), ["< 250 done"], "350 to RNFR a", "250 done"],
	["USER", () => login(bob), ["< 350 and?"], "a 2yz reply, or a new demand to USER bob", "350 and?"],
	["EPSV", () => openData(), ["< 331 and?"], "229 or 227 to EPSV", "331 and?"],
	["PWD", () => pwd(), ["< 200 fine"], "257 and a path to PWD", "200 fine"],
	["RETR", () => download("f"), [...begun, "< 200 ok"], "1yz, 226 or 250 to RETR f", "200 ok"],
	["RETR, begun", () => download("f"), [...begun, "< 150 x", "< 350 and?"], "a 2yz reply to RETR f", "350 and?"],
	["STOR", () => upload("f"), [...begun, "< 226 ok"], "150 or 125, and a 2yz after all the data, to STOR f", "226 ok"],
	["the way back", inside, ['< 257 "/home"', "< 250 in", "< 200 ok", "< 300 and?"], "a 2yz reply to CWD /home", "300 and?"],
])("what should have come instead is told: %s", (_, operation, lines, expected, received) => {
	const { outcome, session } = play(operation(), lines);
	expect(outcome).toMatchObject({ ok: false, error: { code: "UNEXPECTED_REPLY", expected, received } });
	expect(session.phase).toBe("closed");
});

test("what should have come instead is told: PORT", () => {
	const lines = ["! listening data1 192.0.2.9:256", "< 300 and?"];
	const { outcome } = play(openData(), lines, { options: { active: activeWay({}) } });
	expect(outcome).toMatchObject({ error: { expected: "a 2yz reply to PORT 192,0,2,9,1,0", received: "300 and?" } });
});

test.each<[string, () => Operation<unknown>, string, string]>([
	["PWD", () => pwd(), "257 nowhere at all", "a path in quotes"],
	["AVBL", () => available("d"), "213 many", "a number of bytes"],
	["MDTM", () => modifiedAt("f"), "213 yesterday", "a time as YYYYMMDDHHMMSS"],
])("what a value should have been is told, and the session goes on: %s", (_, operation, reply, expected) => {
	const { outcome, session } = play(operation(), [`< ${reply}`]);
	expect(outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE", expected } });
	expect(session.phase).toBe("idle");
});
