import { expect, test } from "vitest";
import { type Played, type PlayOptions, play } from "../testing/transcript.ts";
import { hash } from "./hash.ts";
import { offeredHashes } from "./hash-algorithms.ts";

const sha1 = "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed";
const sha256 = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
const md5 = "5eb63bbbe01eeed093cb22bb8f5acdc3";

const offering = (features: Record<string, string>): PlayOptions => ({ facts: { features: new Map(Object.entries(features)) } });
const all = offering({ HASH: "CRC32;MD5;SHA-1*;SHA-256;SHA-512", XSHA256: "" });
const ask = (verb: string, path: string, algorithm: string, ...lines: string[]): Played<string> =>
	play(hash(path, algorithm), lines, offering({ [verb]: "" }));

test("HASH with the algorithm in use", () => {
	const { orders, outcome } = play(hash("/f", "sha1"), [`< 213 SHA-1 0-11 ${sha1} /f`], all);
	expect(orders).toEqual(["> HASH /f"]);
	expect(outcome).toEqual({ ok: true, value: sha1 });
});

test("OPTS HASH chooses another, once", () => {
	const two = function* (): ReturnType<typeof hash> {
		return (yield* hash("/f", "SHA-256")) + (yield* hash("/f", "SHA-256"));
	};
	const said = ["< 213-Computing SHA-256 digest", `< 213 SHA-256 0-11 ${sha256.toUpperCase()} /f`];
	const { orders, outcome, session } = play(two(), ["< 200 SHA-256", ...said, ...said], all);
	expect(orders).toEqual(["> OPTS HASH SHA-256", "> HASH /f", "> HASH /f"]);
	expect(outcome).toEqual({ ok: true, value: sha256 + sha256 });
	expect(session.facts.hash).toBe("SHA-256");
	const back = play(hash("/f", "SHA-1"), ["< 200 SHA-1"], { facts: { ...all.facts, hash: "SHA-256" } });
	expect(back.orders).toEqual(["> OPTS HASH SHA-1", "> HASH /f"]);
});

test("an OPTS HASH that was refused leaves nobody sure of the algorithm", () => {
	const { outcome, session } = play(hash("/f", "MD5"), ["< 501 no"], all);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", command: "OPTS HASH MD5" } });
	expect(session.facts.hash).toBe("");
	expect(play(hash("/f", "SHA-1"), [], { facts: { ...all.facts, hash: "" } }).orders).toEqual(["> OPTS HASH SHA-1"]);
});

test("HASH of another algorithm than asked for is not taken", () => {
	for (const reply of [`213 SHA-256 0-11 ${sha256} /f`, `213 WHIRL 0-11 ${sha1} /f`, `213 SHA-1 0-11 ${md5} /f`]) {
		const { outcome, session } = play(hash("/f", "SHA-1"), [`< ${reply}`], all);
		expect(outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BAD_VALUE" } });
		expect(session.phase).toBe("idle");
	}
});

test("HASH of a file that is named like a hash", () => {
	const path = `/${md5}`;
	const outcome = play(hash(path, "MD5"), [`< 213 MD5 0-11 ${"0".repeat(32)} ${md5}`], offering({ HASH: "MD5*" })).outcome;
	expect(outcome).toEqual({ ok: true, value: "0".repeat(32) });
});

test.each([
	["SHA-512", "XSHA512", 512],
	["SHA-384", "XSHA384", 384],
	["SHA-256", "XSHA256", 256],
	["SHA-1", "XSHA1", 160],
	["SHA-1", "XSHA", 160],
	["MD5", "XMD5", 128],
	["MD5", "MD5", 128],
	["CRC32", "XCRC", 32],
])("%s by %s: %i bits", (algorithm, verb, bits) => {
	const value = "1a".repeat(bits / 8);
	const { orders, outcome } = ask(verb, "/f", algorithm, `< 250 ${value.toUpperCase()}`);
	expect(orders).toEqual([`> ${verb} /f`]);
	expect(outcome).toEqual({ ok: true, value });
});

test.each([
	["ProFTPD", ["< 250-Computing MD5 digest", `< 250 ${md5.toUpperCase()}`]],
	["behind the name", [`< 251 f.txt ${md5}`]],
	["behind the name in quotes", [`< 250 "/d/f.txt" ${md5}`]],
	["in front of the name", [`< 213 ${md5} /d/f.txt`]],
	["in quotes", [`< 250 "${md5}"`]],
	["after words", [`< 213 MD5(f.txt)= ${md5}`]],
	["with a full stop", [`< 250 MD5 is ${md5}.`]],
])("the answer of %s", (_, lines) => {
	expect(ask("XMD5", "/d/f.txt", "md5", ...lines).outcome).toEqual({ ok: true, value: md5 });
});

test("a file that is called by what its hash should be", () => {
	const other = md5.replace("5", "6");
	expect(ask("MD5", md5, "MD5", `< 251 ${md5} ${other}`).outcome).toEqual({ ok: true, value: other });
	expect(ask("MD5", md5, "MD5", `< 251 ${other} ${md5}`).outcome).toEqual({ ok: true, value: other });
	expect(ask("MD5", md5, "MD5", `< 251 ${md5} ${md5}`).outcome).toEqual({ ok: true, value: md5 });
});

test.each([
	["250 D4A1185", "0d4a1185"],
	["250 0x1F", "0000001f"],
	["250 0", "00000000"],
	["250 XCRC f.txt 0D4A1185", "0d4a1185"],
	["250 1A2B f.txt", "00001a2b"],
])("a CRC without its leading zeros: %s", (reply, value) => {
	expect(ask("XCRC", "f.txt", "crc32", `< ${reply}`).outcome).toEqual({ ok: true, value });
});

test.each([["250 done"], ["250 "], [`250 ${sha1}`], [`250 ${md5}0`], [`250 g${md5}`]])("no MD5: %s", (reply) => {
	expect(ask("XMD5", "/x", "MD5", `< ${reply}`).outcome).toMatchObject({ error: { code: "BAD_VALUE" } });
});

test("a reply of nothing but blanks costs no more than its length", () => {
	const blanks = Array.from({ length: 15_000 }, () => `<  ${" ".repeat(50)}`);
	expect(ask("XMD5", "/x", "MD5", "< 250-", ...blanks, "< 250 ").outcome).toMatchObject({ error: { code: "BAD_VALUE" } });
}, 5_000);

test("a name with blanks stands in quotes, for a range may follow", () => {
	const quoted = ask("XMD5", "/a b", "MD5", `< 250 ${md5}`);
	expect(quoted.orders).toEqual(['> XMD5 "/a b"']);
	const plain = ask("XMD5", "/a b", "MD5", "< 550 no such file", `< 250 ${md5}`);
	expect(plain.orders).toEqual(['> XMD5 "/a b"', "> XMD5 /a b"]);
	expect(plain.outcome).toEqual({ ok: true, value: md5 });
	// That would be the hash of a part of "/a".
	expect(ask("XMD5", "/a 0 5", "MD5", "< 550 no such file").orders).toEqual(['> XMD5 "/a 0 5"']);
	expect(ask("XMD5", '/a "b"', "MD5").orders).toEqual(['> XMD5 /a "b"']);
	const odd = ask("XMD5", '/a "b 0 5', "MD5");
	expect(odd).toMatchObject({ orders: [], outcome: { error: { name: "FTPUsageError", code: "UNSUPPORTED" } } });
	expect(ask("XMD5", "/a b", "MD5", "< 450 later").outcome).toMatchObject({ error: { code: 450 } });
});

test("in binary: as text a file may have another hash", () => {
	const setup: PlayOptions = { facts: { features: new Map([["XMD5", ""]]), type: "A" } };
	expect(play(hash("/f", "MD5"), ["< 200 I"], setup).orders).toEqual(["> TYPE I", "> XMD5 /f"]);
});

test("what the server does not offer is not asked for", () => {
	const { orders, outcome } = play(hash("/f", "SHA-512"), [], offering({ XMD5: "", XCRC: "" }));
	expect(orders).toEqual([]);
	expect(outcome).toMatchObject({ error: { name: "FTPUsageError", code: "UNSUPPORTED" } });
	expect(outcome).toMatchObject({ error: { message: "The server does not offer SHA-512; it offers MD5, CRC32" } });
	expect(play(hash("/f", "MD5"), []).outcome).toMatchObject({ error: { message: expect.stringContaining("no hash at all") } });
	expect(play(hash("/f", "ROT13"), [], all).outcome).toMatchObject({ error: { code: "BAD_ARGUMENT" } });
	expect(play(hash("/f", 5 as unknown as string), [], all).outcome).toMatchObject({ error: { code: "BAD_ARGUMENT" } });
});

test("a refusal is the server's", () => {
	expect(ask("XMD5", "/f", "MD5", "< 550 no such file").outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});

test("what a server offers, the strongest first", () => {
	expect(offeredHashes(new Map([["HASH", "CRC32;MD5*;SHA-256;SHA-1;WHIRLPOOL"]]))).toEqual(["SHA-256", "SHA-1", "MD5", "CRC32"]);
	expect(
		offeredHashes(
			new Map([
				["XCRC", ""],
				["XSHA", ""],
			]),
		),
	).toEqual(["SHA-1", "CRC32"]);
	expect(offeredHashes(new Map())).toEqual([]);
});

test("15: of what a server offers only so much is looked at as any server has", () => {
	const features = (words: string[]): Map<string, string> => new Map([["HASH", words.join(";")]]);
	expect(offeredHashes(features([...Array(49).fill("a"), "SHA-1"]))).toEqual(["SHA-1"]);
	expect(offeredHashes(features([...Array(50).fill("a"), "SHA-1"]))).toEqual([]);
	expect(offeredHashes(features([`${"-".repeat(12)}SHA1`]))).toEqual(["SHA-1"]);
	expect(offeredHashes(features([`${"-".repeat(13)}SHA1`]))).toEqual([]);
});

test("the end of a name is a range only where it is a number alone", () => {
	for (const path of ['a" 1', 'a" 12']) {
		expect(ask("XMD5", path, "MD5")).toMatchObject({
			orders: [],
			outcome: { error: { code: "UNSUPPORTED", message: "XMD5 would take the end of this name for a range of bytes" } },
		});
	}
	for (const path of ['a" 1b', 'a" 1 b', 'a"1']) expect(ask("XMD5", path, "MD5").orders).toEqual([`> XMD5 ${path}`]);
	for (const [path, commands] of [
		["a 1b", 2],
		["a 1", 1],
		["a 12", 1],
	] as const) {
		expect(ask("XMD5", path, "MD5", "< 501 what?").orders).toHaveLength(commands);
	}
});
