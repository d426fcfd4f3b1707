import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FTPProtocolError } from "../errors/index.ts";
import { runs } from "../property-runs.ts";
import { parsePassiveReply } from "../protocol/address.ts";
import type { Reply } from "../protocol/reply.ts";

function reply(line: string): Reply {
	return { code: Number(line.slice(0, 3)), text: line.slice(4), lines: [line] };
}

function expectNone(line: string): void {
	expect(() => parsePassiveReply(reply(line))).toThrow(
		expect.objectContaining({ name: "FTPProtocolError", code: "BAD_ADDRESS" }),
	);
}

test.each([
	"227 (237,256,2,127,127,127)",
	"227 (1,2,3,4,256,1)",
	"227 (1,2,3,4,1,256)",
	"227 (1,2,3,4,5)",
	"227 (1,2,3,4,5,6,7)",
	"227 (1,2,3,4,5,6,)",
	"227 (,1,2,3,4,5,6)",
	"227 (1,2,,4,5,6)",
	"227 (1,2,-3,4,5,6)",
	"227 (1,2,3,4,-5,6)",
	"227 (1.5,2,3,4,5,6)",
	"227 (1,2,3,4,5,6.7)",
	"227 (0x7f,0,0,1,4,1)",
	"227 (1,2,3,4,5,12345678901234567890)",
	"227 (1234567890123456789012,2,3,4,5,6)",
	"227 (\u0661,2,3,4,5,6)",
	"227 (1;2;3;4;5;6)",
	"227 (300,1,1,1,4,1) or (10,0,0,1,4,1)",
	"227 1,2,3,4,5",
	"227 ",
])("4: %s is no address", (line) => expectNone(line));

test.each(["227 (10,0,0,1,0,0)", "227 10,0,0,1,00,000", "227 (10,0,0,1,0,0) or (10,0,0,1,4,1)"])("5: %s has no port", (line) =>
	expectNone(line),
);

test.each([
	["227 Entering Passive Mode 10,0,0,1,4,1", 1025],
	["227 Entering Passive Mode (10,0,0,1,4,1).", 1025],
	["227 Entering Passive Mode [10,0,0,1,4,1]", 1025],
	["227 Entering Passive Mode {10,0,0,1,4,1}", 1025],
	["227 Entering Passive Mode <10,0,0,1,4,1>", 1025],
	["227 Entering Passive Mode( 10,0,0,1,4,1 ).", 1025],
	["227 =10,0,0,1,4,1", 1025],
	["227 10,0,0,1,4,1 and 150 files", 1025],
	["227 Version 1.2.3, node 4, says (10,0,0,1,4,1)", 1025],
	["227 Entering Passive Mode (010,000,000,001,004,001)", 1025],
	["227 A port was opened\nEntering Passive Mode (10,0,0,1,255,255)", 65535],
])("6: %s", (line, port) => {
	expect(parsePassiveReply(reply(line))).toEqual({ host: "10.0.0.1", port });
});

describe("7: a 229 without a port that there can be", () => {
	test.each([
		"229 (|||1000000|)",
		"229 (|||65536|)",
		"229 (|||0|)",
		"229 (|||00000|)",
		"229 (|||000000000000080|)",
		"229 (||||)",
		"229 (|||abc|)",
		"229 (|||8o|)",
		"229 (||| 80|)",
		"229 (|||-80|)",
		"229 (|||+80|)",
		"229 (|||80.0|)",
		"229 (|||8e1|)",
		"229 (|||0x50|)",
		"229 (|||\u0668\u0660|)",
		"229 (||80|)",
		"229 (|||80)",
		"229 (|||80!)",
		"229 (|||0|) or (|||6446|)",
		"229 (|||abc|||6446|)",
		"229 |||0|",
		"229 6446",
		"229 (6446)",
		"229 ",
		`229 (|||${"9".repeat(5000)}|)`,
		`229 ${"(|".repeat(5000)}`,
	])("%s", (line) => expectNone(line));
});

test.each(["229 (|||1|)", "229 (|||65535|)"])("7: %s is one, the first or the last", (line) => {
	expect(parsePassiveReply(reply(line)).port).toBe(Number(/\d+(?=\|)/.exec(line)?.[0]));
});

test.each([
	"229 (|1|169.254.169.254|6446|)",
	"229 (|2|::1|6446|)",
	"229 (|1|127.0.0.1|6446|)",
	"229 (|1|metadata.internal|6446|)",
	"229 (|9|nonsense|6446|)",
	"229 (!1!10.0.0.1!6446!)",
	"229 |1|10.0.0.1|6446|",
])("8: %s names a port and nothing else", (line) => {
	expect(parsePassiveReply(reply(line))).toEqual({ port: 6446 });
});

test.each([
	"229 Server 10.0.0.5. Entering Extended Passive Mode (|||6446|)",
	"229 Wait... I am entering Extended Passive Mode. (|||6446|)",
	"229 Passive success, sessions (|||6446|) as usual",
	"229 v1.2.3.4.5 (|||6446|)",
	"229 Listening on 1,2,3,4,5,6 (|||6446|)",
	"229 EPSV ok (PASV too) ( |||6446|)",
])("8: the words around the port are none: %s", (line) => {
	expect(parsePassiveReply(reply(line))).toEqual({ port: 6446 });
});

test("2: 0.0.0.0 is nobody's address, so that nobody can be made to dial it", () => {
	expect(parsePassiveReply(reply("227 (0,0,0,0,4,1)"))).toEqual({ port: 1025 });
});

const code = fc.constantFrom(227, 229);
const shred = fc.array(
	fc.oneof(
		fc.constantFrom("(", ")", "|", "||", "|||", "!", ",", " ", "-", ".", "\n", "0", "\u0000", "\u00e9"),
		fc.nat(70_000).map(String),
		fc.string({ maxLength: 4 }),
	),
	{ maxLength: 40 },
);

test("4, 5, 7: whatever a 227 or 229 says, it is a port that there can be, or an error", () => {
	fc.assert(
		fc.property(code, shred, (number, shreds) => {
			try {
				const { host, port } = parsePassiveReply({ code: number, text: shreds.join(""), lines: [] });
				expect(Number.isInteger(port) && port >= 1 && port <= 65535).toBe(true);
				if (host !== undefined) expect(host).toMatch(/^(?:\d{1,3}\.){3}\d{1,3}$/);
				if (number === 229) expect(host).toBeUndefined();
			} catch (error) {
				expect(error).toBeInstanceOf(FTPProtocolError);
			}
		}),
		{ numRuns: runs(500) },
	);
});

const byte = fc.integer({ min: 0, max: 255 });
/** Words as servers write them: no address and no delimiter in them. */
const words = fc.stringMatching(/^[A-Za-z .:-]{0,30}$/);

test("6: an address is found again, whatever brackets and words stand around it", () => {
	const brackets = fc.constantFrom(["(", ")"], ["[", "]"], ["{", "}"], ["<", ">"], ["( ", " )"], ["", ""], ["=", ""]);
	fc.assert(
		fc.property(fc.tuple(byte, byte, byte, byte, byte, byte), brackets, words, words, (numbers, [open, close], before, after) => {
			const [a, b, c, d, high, low] = numbers;
			fc.pre(high + low > 0 && a + b + c + d > 0);
			const text = `${before} ${open}${numbers.join(",")}${close} ${after}`;
			expect(parsePassiveReply({ code: 227, text, lines: [] })).toEqual({ host: `${a}.${b}.${c}.${d}`, port: high * 256 + low });
		}),
		{ numRuns: runs(500) },
	);
});

test("8: a port is found again, whatever its delimiter, its address and the words around it", () => {
	const delimiter = fc.constantFrom(..."!\"#$%&'*+/;=?@^_`|~");
	const address = fc.constantFrom("", "10.0.0.1", "::1", "169.254.169.254");
	const protocol = fc.constantFrom("", "1", "2");
	const port = fc.integer({ min: 1, max: 65535 });
	fc.assert(
		fc.property(delimiter, protocol, address, port, words, words, (mark, net, host, number, before, after) => {
			const text = `${before} (${["", net, host, number, ""].join(mark)}) ${after}`;
			expect(parsePassiveReply({ code: 229, text, lines: [] })).toEqual({ port: number });
		}),
		{ numRuns: runs(500) },
	);
});
