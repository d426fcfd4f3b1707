import { describe, expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { FTPProtocolError } from "../errors/index.ts";
import type { Dialect } from "./dialect.ts";
import { defaultDialects, type ListingFormat } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { ListingParser, type ListingParserOptions } from "./listing-parser.ts";
import { parseMlsxLine } from "./mlsx.ts";
import { parseNameLine } from "./names.ts";
import { fixedZone } from "./zone.ts";

const now = Date.parse("2025-06-15T12:00:00Z");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codec = codecFor("utf-8");

const dialects: Record<ListingFormat, readonly Dialect[]> = {
	mlsx: [parseMlsxLine],
	list: defaultDialects,
	names: [parseNameLine],
};

const parser = (format: ListingFormat, options: Partial<ListingParserOptions> = {}): ListingParser =>
	new ListingParser({ codec, now, dialects: dialects[format], ...options });

function parse(format: ListingFormat, ...pieces: Uint8Array[]): Entry[] {
	const listing = parser(format);
	return [...pieces.flatMap((piece) => listing.push(piece)), ...listing.end()];
}

const names = (format: ListingFormat, text: string): string[] => parse(format, bytes(text)).map(({ name }) => name);

const samples: Record<ListingFormat, Uint8Array> = {
	mlsx: Uint8Array.of(
		...bytes("type=cdir;modify=20240131100203; /pub\r\ntype=pdir; /\r\ntype=dir;unique=a1; größe\r\n\r\n"),
		...bytes("type=file;size=12;modify=20240131100203.5;UNIX.mode=0644;  a;b\r\nnonsense\ntype=OS.unix=slink:x; "),
		0xfc,
		...bytes("\r\n x"),
	),
	list: Uint8Array.of(
		...bytes("total 8\r\ndrwxr-xr-x 2 a b 4096 Jan  1 10:00 .\r\ndrwxr-xr-x 2 a b 4096 Jan  1 10:00 größe\n\r\n"),
		...bytes("-rw-r--r-- 1 a b 9007199254740993 Jan  1  2024  x \r\n01-31-24  10:02AM    <DIR>  d\r\nls: z: denied\r\n"),
		...bytes("lrwxrwxrwx 1 a b 3 Feb 29 10:00 l -> "),
		0xfc,
	),
	names: Uint8Array.of(...bytes("a\r\n.\r\n..\r\n\r\ntotal 8\n größe \r\nb\rc\r\n"), 0xfc, 0x0a, ...bytes("z\r")),
};

describe.each(Object.keys(samples) as ListingFormat[])("a listing of format %s", (format) => {
	const sample = samples[format];
	const whole = parse(format, sample);

	it("has entries to compare", () => {
		expect(whole.length).toBeGreaterThan(4);
	});

	it("is the same byte by byte", () => {
		expect(parse(format, ...Array.from(sample, (byte) => Uint8Array.of(byte)))).toEqual(whole);
	});

	it("is the same cut in two anywhere", () => {
		for (let cut = 0; cut <= sample.length; cut++) {
			expect(parse(format, sample.slice(0, cut), sample.slice(cut))).toEqual(whole);
		}
	});

	it("is the same with other entries after it", () => {
		const more = Uint8Array.of(...sample, 0x0a, ...bytes(" more\r\n"));
		for (let cut = 0; cut <= more.length; cut += 7) {
			const entries = parse(format, more.slice(0, cut), more.slice(cut));
			expect(entries.slice(0, -1)).toEqual(whole);
			expect(entries.at(-1)?.raw).toBe(" more");
		}
	});

	it("is the same in a buffer that is used again for each chunk", () => {
		const buffer = new Uint8Array(5);
		const listing = parser(format);
		const entries: Entry[] = [];
		for (let at = 0; at < sample.length; at += buffer.length) {
			const part = sample.subarray(at, at + buffer.length);
			buffer.set(part);
			entries.push(...listing.push(buffer.subarray(0, part.length)));
			buffer.fill(0x41);
		}
		expect([...entries, ...listing.end()]).toEqual(whole);
	});

	it("is plain data", () => {
		const copy = JSON.parse(JSON.stringify(whole)) as { name: string; raw: string }[];
		expect(copy.map(({ name, raw }) => [name, raw])).toEqual(whole.map(({ name, raw }) => [name, raw]));
	});
});

describe("ListingParser", () => {
	it("reads MLSD and leaves out the directory itself and its parent, under whatever name", () => {
		const entries = parse("mlsx", samples.mlsx);
		expect(entries.map(({ name, type }) => [name, type])).toEqual([
			["größe", "directory"],
			[" a;b", "file"],
			["nonsense", "unknown"],
			["\udcfc", "symlink"],
			["x", "unknown"],
		]);
		expect(names("mlsx", "type=dir; .\r\ntype=dir; ..\r\nTYPE=CDIR; \r\ntype=dir; ...\r\n")).toEqual(["..."]);
	});

	it("decides line by line which way a LIST line is written", () => {
		const entries = parse("list", samples.list);
		expect(entries.map(({ name, type }) => [name, type])).toEqual([
			["größe", "directory"],
			[" x ", "file"],
			["d", "directory"],
			["ls: z: denied", "unknown"],
			["l", "symlink"],
		]);
		expect(entries[1]?.sizeExact).toBe(9007199254740993n);
		expect(entries[4]).toMatchObject({ linkTarget: "\udcfc", modifiedAt: new Date("2024-02-29T10:00:00Z") });
	});

	it("takes NLST lines for names, all but the empty ones and the two dots", () => {
		expect(parse("names", samples.names).map(({ name }) => name)).toEqual(["a", "total 8", " größe ", "b\rc", "\udcfc", "z"]);
		expect(names("names", " \r\n.. \r\n../x\r\n")).toEqual([" ", ".. ", "../x"]);
	});

	it("knows the total of a server of any kind, and no sentence about one", () => {
		expect(names("mlsx", "total 0\r\ntotal -12\r\nTotal 1234\r\n")).toEqual([]);
		const sentences = ["a total 12", "total", "total -", "total x", "total --1", "total 12 files"];
		expect(names("mlsx", sentences.join("\r\n"))).toEqual(sentences);
	});

	it.each(["total 0", "total 123", "Total 8", "total -9560322322989056", " ", "\t", "", "         .", "         .."])(
		"has no entry for %j in LIST",
		(line) => {
			expect(parse("list", bytes(`${line}\r\n`))).toEqual([]);
		},
	);

	it.each([
		"total",
		"total 12 files",
		"ftpd: .: Permission denied",
		"\0",
		" x",
		"+i83.48,m825718503,r,s280, f",
		"A.TXT;1   1/9   2-JUN-1998 07:32:04 PM",
	])("91: reports %j whole in LIST", (line) => {
		expect(parse("list", bytes(`${line}\r\n`))).toEqual([{ name: line, type: "unknown", raw: line }]);
	});

	it("takes the dialects it is given, and no others", () => {
		const seen: number[] = [];
		const listing = parser("list", {
			dialects: [
				(line, context) => {
					seen.push(context.now);
					return line.startsWith("#") ? { name: line.slice(1), type: "file", raw: line } : undefined;
				},
			],
		});
		expect(listing.push(bytes("#a\n-rw-r--r-- 1 a b 3 Jan 1 2024 x\n")).map(({ name }) => name)).toEqual([
			"a",
			"-rw-r--r-- 1 a b 3 Jan 1 2024 x",
		]);
		expect(seen).toEqual([now, now]);
	});

	describe("with a dialect of two lines", () => {
		const pairs: Dialect = (line) => {
			if (line.startsWith("#")) return "nothing";
			if (line.includes("\n#")) return undefined;
			if (line.endsWith("+")) return "continued";
			return line.includes("+\n") ? { name: line.replace("+\n", ""), type: "file", raw: line } : undefined;
		};
		const single: Dialect = (line) => (line.startsWith("=") ? { name: line.slice(1), type: "file", raw: line } : undefined);
		const read = (text: string): [string, string][] => {
			const listing = parser("list", { dialects: [single, pairs] });
			return [...listing.push(bytes(text)), ...listing.end()].map(({ name, type }) => [name, type]);
		};

		it.each<[string, [string, string][]]>([
			["a+\r\nb\r\n", [["ab", "file"]]],
			["a+\nb", [["ab", "file"]]],
			[
				"#\na+\n=b\n=c\n",
				[
					["a=b", "file"],
					["c", "file"],
				],
			],
			["a+", [["a+", "unknown"]]],
			["a+\n", [["a+", "unknown"]]],
			[
				"b+\n#c\nd+\ne",
				[
					["b+", "unknown"],
					["de", "file"],
				],
			],
			[
				"a+\nb+\nc\n",
				[
					["a+", "unknown"],
					["bc", "file"],
				],
			],
			[
				"a+\nb+\nc+\n",
				[
					["a+", "unknown"],
					["b+", "unknown"],
					["c+", "unknown"],
				],
			],
		])("reads %j", (text, expected) => {
			expect(read(text)).toEqual(expected);
		});

		it("gives both lines as the entry's own", () => {
			expect(parser("list", { dialects: [pairs] }).push(bytes("a+\r\nb\r\n"))).toEqual([
				{ name: "ab", type: "file", raw: "a+\nb" },
			]);
		});

		it("gets the same result wherever the bytes are cut", () => {
			const text = bytes("=x\r\na+\r\nb\r\nc+\r\n=d\r\ne+\r\nf+\r\n");
			const whole = parser("list", { dialects: [single, pairs] });
			const expected = [...whole.push(text), ...whole.end()];
			expect(expected.map(({ name }) => name)).toEqual(["x", "ab", "c=d", "e+", "f+"]);
			for (let cut = 0; cut <= text.length; cut++) {
				const listing = parser("list", { dialects: [single, pairs] });
				expect([...listing.push(text.slice(0, cut)), ...listing.push(text.slice(cut)), ...listing.end()]).toEqual(expected);
			}
		});
	});

	it("reads dates by the server's clock", () => {
		const listing = parser("list", { zone: fixedZone(120) });
		const dates = listing
			.push(bytes("-rw-r--r-- 1 a b 3 Jan 31 10:02 x\r\n01-31-24  10:02AM    12 y\r\n"))
			.map((entry) => entry.modifiedAt);
		expect(dates).toEqual([new Date("2025-01-31T08:02:00Z"), new Date("2024-01-31T08:02:00Z")]);
	});

	const exceeded = expect.objectContaining({ name: "FTPProtocolError", code: "LIMIT_EXCEEDED" });

	it.each([
		["lineBytes", { lineBytes: 4 }, "12345\n", "a line of a listing of at most 4 bytes"],
		["listingBytes", { listingBytes: 4 }, "1\n2\n3\n", "a listing of at most 4 bytes"],
		["entries", { entries: 2 }, "1\n2\n3\n", "a listing of at most 2 entries"],
	])("throws FTPProtocolError past the limit %s", (_limit, limits, text, expected) => {
		const listing = parser("names", { limits });
		expect(() => listing.push(bytes(text))).toThrow(FTPProtocolError);
		const told = expect.objectContaining({ code: "LIMIT_EXCEEDED", expected, received: "more" });
		expect(() => parser("names", { limits }).push(bytes(text))).toThrow(told);
		const slow = parser("names", { limits });
		expect(() => {
			for (const byte of bytes(text)) slow.push(Uint8Array.of(byte));
		}).toThrow(exceeded);
	});

	it("83: counts entries only, and the last one too", () => {
		const listing = parser("names", { limits: { entries: 2 } });
		expect(listing.push(bytes(".\n..\n\na\nb\nc"))).toHaveLength(2);
		expect(() => listing.end()).toThrow(exceeded);
	});
});
