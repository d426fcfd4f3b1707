import { expect, test } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { play } from "../testing/transcript.ts";
import { simple } from "./exchange.ts";
import { pwd } from "./pwd.ts";

test.each([
	['"/"', "/"],
	['"/home/bob" is the current directory', "/home/bob"],
	['"/say ""hello""/x" is current', '/say "hello"/x'],
	['"/""hello"""', '/"hello"'],
	['"/a" and "/b"', "/a"],
	['Somewhere else: "/this/one"', "/this/one"],
	["'/single' is current", "/single"],
	["/bare/path", "/bare/path"],
	["/bare/path is current", "/bare/path"],
	["/bare/path  ", "/bare/path"],
	["/ ", "/"],
	['"/a b" is where you are', "/a b"],
	['"/path/with/quotes"" /inside/string" and with commentary that also "contains quotes"', '/path/with/quotes" /inside/string'],
	['"QGPL" is the current library', "QGPL"],
	["'/single'", "/single"],
	['"DISK$USER:[ANON]" is current', "DISK$USER:[ANON]"],
	["\"'HLQ.'\" is the working directory name prefix.", "'HLQ.'"],
	['"C:\\Users\\x" is current', "C:\\Users\\x"],
	['"/Größe"', "/Größe"],
])("27: 257 %s", (text, path) => {
	expect(play(pwd(), [`< 257 ${text}`]).outcome).toEqual({ ok: true, value: path });
});

test.each([['"/only one'], ['"'], ['"/a""'], ['"/a""""'], ["'/only one"], ['""'], ["''"], [""]])(
	"26: 257 %j has no end, and is no path",
	(text) => {
		expect(play(pwd(), [`< 257 ${text}`]).outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE" } });
	},
);

test.each([
	["root is current directory."],
	["this isn't bob's home"],
	["'/bob's home' is current"],
	["/my documents is current"],
	["/my documents"],
	["home/bob"],
])("27: 257 %j could be more than one path, so it is none", (text) => {
	expect(play(pwd(), [`< 257 ${text}`]).outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE" } });
});

test.each([['"/\u0003"'], ['"/a\rb"'], ['"/a\r"'], ['"/\u007f"'], ['"/\u001b[2J"'], ["'/\t'"], ["/\u0001"]])(
	"28: 257 %j has a control character in it, and is no path",
	(text) => {
		expect(play(pwd(), [`< 257 ${text}`]).outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE" } });
	},
);

test("28: a line end in the quotes is no path either", () => {
	expect(play(pwd(), ['< 257-"/a', '< 257 b"']).outcome).toMatchObject({ ok: false, error: { code: "BAD_VALUE" } });
});

test("28: a letter of another encoding is no control character where it is read as ISO-8859-1", () => {
	const { session } = play(simple("NOOP"), ["< 200 ok"], { options: { codec: codecFor("iso-8859-1") } });
	const task = session.start(pwd(), 0);
	const [before, after] = ['257 "/Gr', '\x94\xe1e"\r\n'].map((text) => Uint8Array.from(text, (one) => one.charCodeAt(0)));
	for (const bytes of [before, after]) if (bytes) session.handle({ type: "received", bytes }, 0);
	expect(task.outcome).toEqual({ ok: true, value: "/Gr\u0094\u00e1e" });
});

test.each(["314 what?", '314 "/a"', "500 unknown", "550 no"])("29: %s, and the session goes on", (line) => {
	const { outcome, session } = play(pwd(), [`< ${line}`]);
	expect(outcome).toMatchObject({ ok: false });
	expect(session.phase).toBe("idle");
});

test("refused", () => {
	expect(play(pwd(), ["< 550 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError" } });
	// It may be another command's.
	const { outcome, session } = play(pwd(), ["< 200 ok"]);
	expect(outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
	expect(session.phase).toBe("closed");
});
