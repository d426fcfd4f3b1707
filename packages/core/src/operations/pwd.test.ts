import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
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
	['"DISK$USER:[ANON]" is current', "DISK$USER:[ANON]"],
	["\"'HLQ.'\" is the working directory name prefix.", "'HLQ.'"],
	['"C:\\Users\\x" is current', "C:\\Users\\x"],
	['"/Größe"', "/Größe"],
])("257 %s", (text, path) => {
	expect(play(pwd(), [`< 257 ${text}`]).outcome).toEqual({ ok: true, value: path });
});

test.each([['"/only one'], ["root is current directory."], ['"/\u0003"'], ['"/a\rb"'], ['""'], [""]])(
	"257 %j is no path",
	(text) => {
		expect(play(pwd(), [`< 257 ${text}`]).outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError" } });
	},
);

test("refused", () => {
	expect(play(pwd(), ["< 550 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError" } });
	expect(play(pwd(), ["< 200 ok"]).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
});
