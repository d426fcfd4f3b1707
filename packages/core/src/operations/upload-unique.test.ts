import { expect, test } from "vitest";
import { type Played, play } from "../testing/transcript.ts";
import { type UniqueUpload, uploadUnique } from "./upload-unique.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const store = (begin: string[], end: string[]): Played<UniqueUpload> =>
	play(uploadUnique(), [...open, ...begin, "! ended data1 5", ...end]);

test.each([
	["RFC 1123, ProFTPD, vsftpd", ["< 150 FILE: ftpPqF0oP"], ["< 226 Transfer complete"], "ftpPqF0oP"],
	["pyftpdlib", ["< 125 FILE: pre x.ak3uczo1"], ["< 226 Transfer complete."], "pre x.ak3uczo1"],
	[
		"Pure-FTPd",
		["< 150-FILE: pureftpd.6b.0", "< 150 Accepted data connection"],
		["< 226-File ok", "< 226 0.0 s"],
		"pureftpd.6b.0",
	],
	["BSD", ["< 150 Opening connection"], ["< 226 Transfer complete (unique file name:a b.1)."], "a b.1"],
	["BSD, with a blank", ["< 150 go"], ["< 226 Transfer complete (Unique file name: a.1)."], "a.1"],
	["BSD, in one word", ["< 150 go"], ["< 226 done (unique filename: a.1)."], "a.1"],
	["z/OS", ["< 125 Storing data set IBMUSER.STOU.A1"], ["< 250 Transfer completed successfully."], "IBMUSER.STOU.A1"],
	["RFC 959", ["< 150 go"], ["< 250 upload.17"], "upload.17"],
	["in quotes", ["< 150 go"], ['< 226 "/in/a ""b"".txt" stored'], '/in/a "b".txt'],
	["as of MKD", ["< 150 go"], ['< 250 "x" created'], "x"],
])("%s", (_, begin, end, name) => {
	const { orders, outcome } = store(begin, end);
	expect(orders.slice(2)).toEqual(["> STOU", "! transfer data1 upload", "! close data1"]);
	expect(outcome).toMatchObject({ ok: true, value: { name, byteCount: 5 } });
});

test.each([
	["125 Data connection already open; Transfer starting.", "226 Transfer complete."],
	["150 go", "250 OK"],
	["150 go", "250 Done."],
	["150 FILE:", "226 done"],
	["150 go", '226 a quote that never ends: "x'],
	["150 FILE: a\u0001b", "226 done"],
	["150 FILE: a\u007fb", "226 done"],
	["150 go", "226 upload.17"],
	["150 go", "250 see upload.17"],
	["150 go", "250 upload.17 stored"],
])("no name is guessed: %s, %s", (begin, end) => {
	expect(store([`< ${begin}`], [`< ${end}`]).outcome).toMatchObject({ ok: true, value: { name: undefined, byteCount: 5 } });
});

test.each([
	[`150 FILE: x${" ".repeat(60_000)}y`, `x${" ".repeat(60_000)}y`],
	[`226 unique file name:${" ".repeat(60_000)}`, undefined],
	[`226 ${"unique file name: ".repeat(3_500)}`, "unique file name: ".repeat(3_499).trim()],
])(
	"a hostile reply costs no more than its length: %.30s",
	(reply, name) => {
		const isFinal = reply.startsWith("226");
		const { outcome } = store([isFinal ? "< 150 go" : `< ${reply}`], [isFinal ? `< ${reply}` : "< 226 done"]);
		expect(outcome).toMatchObject({ ok: true, value: { name } });
	},
	5_000,
);

test("a refusal", () => {
	const { outcome } = play(uploadUnique(), [...open, "< 553 not here"]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 553, command: "STOU" } });
});

test("it is never sent twice, whatever the data connection has come to", () => {
	const lines = [
		"< 229 ok (|||6446|)",
		"! connected data1",
		"! secured data1",
		"< 522 SSL connection failed: session reuse required",
	];
	const { orders, outcome } = play(uploadUnique(), lines, { facts: { privateData: true } });
	expect(orders.filter((order) => order === "> STOU")).toHaveLength(1);
	expect(outcome).toMatchObject({ error: { name: "FTPTLSError", code: "SESSION_NOT_RESUMED" } });
});
