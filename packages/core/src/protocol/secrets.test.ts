import { expect, test } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { encodeCommand } from "./command.ts";
import type { Reply } from "./reply.ts";
import { Secrets, said, shown } from "./secrets.ts";

const utf8 = codecFor("utf-8");

function secrets(...words: readonly string[]): Secrets {
	const all = new Secrets(utf8);
	for (const word of words) all.add(encodeCommand("PASS", [word], utf8, 8192));
	return all;
}

function shownAs(all: Secrets, ...lines: readonly string[]): Reply {
	const text = lines.map((line) => line.slice(4)).join("\n");
	const reply = { code: Number(lines[0]?.slice(0, 3)), text, lines };
	all.hideIn(reply);
	return shown(reply);
}

test.each([
	["hunter2", "hunter2 is wrong, hunter2!", "*** is wrong, ***!"],
	["hunter2", "xhunter2x", "x***x"],
	["four", "fourteen", "***teen"],
	["abc", "abc, abcd, xabc and abc", "***, abcd, xabc and ***"],
	["abc", "éabc abcé 1abc abc1", "éabc abcé 1abc abc1"],
	["abc", "-abc-", "-***-"],
])("102: %j in %j", (word, text, masked) => {
	expect(secrets(word).masked(text)).toBe(masked);
});

test("102: of two secrets the longer is hidden first, for the other may be a part of it", () => {
	expect(secrets("pass", "passphrase").masked("passphrase and pass")).toBe("*** and ***");
	expect(secrets("passphrase", "pass").masked("passphrase and pass")).toBe("*** and ***");
});

test("102: a secret is hidden as it was given and as its bytes read, doubled 0xFF and all", () => {
	const latin1 = { ...utf8, encode: (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)) };
	const all = new Secrets({ ...utf8, decode: (bytes) => String.fromCharCode(...bytes) });
	all.add(encodeCommand("PASS", ["geheimÿ"], latin1, 8192));
	expect(all.masked("geheimÿ, geheimÿÿ.")).toBe("***, ***.");
});

test("102: what has no secret in it hides nothing", () => {
	const all = new Secrets(utf8);
	all.add(encodeCommand("USER", ["anna"], utf8, 8192));
	all.add(encodeCommand("PASS", [""], utf8, 8192));
	expect(all.masked("anna")).toBe("anna");
	const reply = { code: 230, text: "anna", lines: ["230 anna"] };
	all.hideIn(reply);
	expect(shown(reply)).toBe(reply);
});

test("102: a reply is shown with its code and without the secret", () => {
	expect(shownAs(secrets("hunter2"), "530-no", "    hunter2", "530 hunter2")).toEqual({
		code: 530,
		text: "no\n***\n***",
		lines: ["530-no", "    ***", "530 ***"],
	});
	expect(shownAs(secrets("530"), "530-530", "530 a 530")).toMatchObject({ code: 530, lines: ["530-***", "530 a ***"] });
});

test("102: of a reply in which line ends cut a secret only the code is shown", () => {
	expect(shownAs(secrets("hunter2"), "530-hun", "530 ter2")).toEqual({ code: 530, text: "***", lines: ["530 ***"] });
	expect(shownAs(secrets("abcd"), "530-ab", "530 cd")).toEqual({ code: 530, text: "***", lines: ["530 ***"] });
	expect(shownAs(secrets("abc"), "530-ab", "530 c")).toEqual({ code: 530, text: "ab\nc", lines: ["530-ab", "530 c"] });
});

test("102: only what is shown is changed", () => {
	const reply = { code: 257, text: '"/hunter2"', lines: ['257 "/hunter2"'] };
	secrets("hunter2").hideIn(reply);
	expect([reply.text, shown(reply).text]).toEqual(['"/hunter2"', '"/***"']);
});

test("102: of a password that is changed the old one and the new one are hidden, each alone and both", () => {
	const all = new Secrets(utf8);
	all.add(encodeCommand("SITE", ["PSWD", "hunter2  hunter3"], utf8, 8192));
	expect(all.masked("hunter3 for hunter2: hunter2  hunter3 a b")).toBe("*** for ***: *** a b");
	all.add(encodeCommand("PASS", ["correct horse"], utf8, 8192));
	expect(all.masked("correct horse, correct, horse")).toBe("***, correct, horse");
});

test("102: only where the code of a line stands is it no secret", () => {
	expect(shownAs(secrets("530"), "530-wrong", " not 530", "530 no").lines).toEqual(["530-wrong", " not ***", "530 no"]);
});

test("102: one secret that is cut is enough to show nothing", () => {
	expect(shownAs(secrets("hunter2", "other"), "530-hun", "530 ter2").lines).toEqual(["530 ***"]);
});

test("102: who has to understand a reply has it as it was said", () => {
	const reply = { code: 257, text: "hunter2", lines: ["257 hunter2"] };
	expect(said(reply)).toBe(reply);
	secrets("hunter2").hideIn(reply);
	expect([said(shown(reply)), said(reply)]).toEqual([reply, reply]);
});
