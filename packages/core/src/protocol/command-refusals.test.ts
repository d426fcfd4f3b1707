import { expect, test } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { type Command, encodeCommand } from "./command.ts";

const utf8 = codecFor("utf-8");
const latin1 = codecFor("iso-8859-1");

/** What is thrown, with what it says. */
function refusal(verb: unknown, args: readonly unknown[], codec = utf8, longest = 8192): unknown {
	try {
		return encodeCommand(verb as string, args as string[], codec, longest);
	} catch (error) {
		return error;
	}
}

function saying(message: string): unknown {
	return expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT", message: expect.stringContaining(message) });
}

test.each([[5], [undefined], [null], [["NOOP"]], ["1A"], ["A-B"], ["A".repeat(17)], ["NOOP\n"]])("70: %j is no verb", (verb) => {
	expect(refusal(verb, [])).toEqual(saying("verb is one to sixteen letters and digits"));
});

test.each([[5], [undefined], [null], [["/f"]], [{}], [new Uint8Array(1)]])("70: %j is no argument", (argument) => {
	expect(refusal("retr", ["fine", argument])).toEqual(saying("An argument of RETR is not a string"));
});

test("70: what is wrong with an argument is said, without it", () => {
	expect(refusal("retr", ["a\nb"])).toEqual(saying("An argument of RETR contains a line end or NUL"));
	expect(refusal("PASS", ["geheim\n"])).not.toEqual(saying("geheim"));
});

test("71, 102: a character that cannot be written is named, unless it is one of a password", () => {
	expect(refusal("RETR", ["ač"], latin1)).toEqual(saying("U+010D"));
	expect(refusal("USER", ["ač"], latin1)).toEqual(saying("U+010D"));
	for (const verb of ["PASS", "ACCT"]) {
		expect(refusal(verb, ["ač"], latin1)).toEqual(saying(`An argument of ${verb} cannot be written in the encoding iso-8859-1`));
		expect(refusal(verb, ["ač"], latin1)).not.toEqual(saying("U+010D"));
	}
});

test("74: a command may be as long as the limit, line end and all, and not longer", () => {
	expect(refusal("RETR", ["12345"], utf8, 12)).toMatchObject({ verb: "RETR" });
	expect(refusal("RETR", ["123456"], utf8, 12)).toEqual(saying("RETR"));
	expect(refusal("RETR", ["ééé"], utf8, 12)).toEqual(saying("RETR"));
	expect(refusal("RETR", ["1", "23", "4"], utf8, 12)).toEqual(saying("RETR"));
});

test("102: of a password and an account the command knows what must not be shown", () => {
	const encoded = (verb: string, ...args: string[]): Command => encodeCommand(verb, args, utf8, 8192);
	expect(encoded("pass", "correct horse", "staple")).toMatchObject({ shown: "PASS ***", secret: "correct horse staple" });
	expect(encoded("ACCT", "")).toMatchObject({ shown: "ACCT ***", secret: "" });
	expect(encoded("PASS")).toEqual({ verb: "PASS", shown: "PASS", bytes: new TextEncoder().encode("PASS\r\n") });
	expect(encoded("USER", "anna")).not.toHaveProperty("secret");
});

test("102: of a new password only the way is shown, and only where it is one", () => {
	const site = (...args: string[]): Command => encodeCommand("site", args, utf8, 8192);
	expect(site("Pswd", "old one", "new")).toMatchObject({ shown: "SITE Pswd ***", secret: "old one new" });
	expect(site("CHPASS x")).toMatchObject({ shown: "SITE CHPASS ***", secret: "x" });
	for (const args of [["PSWD"], ["PSWDX", "x"], ["HELP", "PSWD", "x"]]) {
		expect(site(...args)).toEqual({ verb: "SITE", shown: ["SITE", ...args].join(" "), bytes: site(...args).bytes });
	}
	expect(encodeCommand("RETR", ["PSWD x"], utf8, 8192)).toMatchObject({ shown: "RETR PSWD x" });
});
