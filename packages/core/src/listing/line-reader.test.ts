import { describe, expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { FTPProtocolError } from "../errors/index.ts";
import { defaultListingLimits, type ListingLimits } from "../limits.ts";
import type { TextCodec } from "../protocol/text.ts";
import { LineReader } from "./line-reader.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** UTF-8; keeps the lengths of what it decodes. */
function counting(decoded: number[]): TextCodec {
	const codec = codecFor("utf-8");
	return {
		...codec,
		decode(input) {
			decoded.push(input.length);
			return codec.decode(input);
		},
	};
}

function reader(limits: Partial<ListingLimits> = {}, codec: TextCodec = codecFor("utf-8")): LineReader {
	return new LineReader(codec, { ...defaultListingLimits, ...limits });
}

describe("LineReader", () => {
	it("ends lines at LF and CRLF only", () => {
		const lines = reader();
		expect(lines.push(bytes("a\r\nb\n\r\nc\rd\r\r\n\n\te \r\nf"))).toEqual(["a", "b", "", "c\rd\r", "", "\te "]);
		expect(lines.end()).toEqual(["f"]);
		expect(lines.end()).toEqual([]);
	});

	it("takes a CRLF that was cut in two for what it was", () => {
		const lines = reader();
		expect(lines.push(bytes("a\r"))).toEqual([]);
		expect(lines.push(bytes("\nb\r"))).toEqual(["a"]);
		expect(lines.end()).toEqual(["b"]);
	});

	it("has nothing for nothing", () => {
		const lines = reader();
		expect(lines.push(bytes(""))).toEqual([]);
		expect(lines.end()).toEqual([]);
	});

	it("keeps no reference to the bytes it is given", () => {
		const lines = reader();
		const shared = bytes("one\ntw");
		expect(lines.push(shared)).toEqual(["one"]);
		shared.fill(0x58);
		expect(lines.push(bytes("o\n"))).toEqual(["two"]);
		const again = bytes("three");
		lines.push(again);
		again.fill(0x58);
		expect(lines.end()).toEqual(["three"]);
	});

	it("decodes lines that arrive together at once", () => {
		const decoded: number[] = [];
		const block = bytes("a.txt\r\n".repeat(1000));
		expect(reader({}, counting(decoded)).push(block)).toHaveLength(1000);
		expect(decoded).toEqual([block.length - 1]);
	});

	it("does not let one bad name spoil its neighbours", () => {
		const block = Uint8Array.of(...bytes("größe\n"), 0x67, 0x72, 0xf6, 0x0a, ...bytes("試験\n"));
		expect(reader().push(block)).toEqual(["größe", "gr\udcf6", "試験"]);
	});

	it("shows lines to the codec before they are decoded, however they come", () => {
		const learnt: number[] = [];
		const learning: TextCodec = { ...counting(learnt), learn: (lines) => learnt.push(-lines.length) };
		const lines = reader({}, learning);
		lines.push(bytes("ä\r\nö\nü"));
		lines.end();
		expect(learnt).toEqual([-6, 6, -2, 2]);
	});

	it("takes a long line byte by byte", () => {
		const lines = reader();
		const long = "x".repeat(defaultListingLimits.lineBytes);
		for (const byte of bytes(long)) expect(lines.push(Uint8Array.of(byte))).toEqual([]);
		expect(lines.push(bytes("\n"))).toEqual([long]);
	});

	const tooLong = (run: () => unknown): void => {
		let error: unknown;
		try {
			run();
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toBeInstanceOf(FTPProtocolError);
		expect(error).toMatchObject({ code: "LIMIT_EXCEEDED" });
	};

	it("accepts lines up to the limit, wherever they stand and however they come", () => {
		const exact = "12345678";
		for (const before of ["", "a\n", "1234567\n", `${exact}\n`.repeat(5)]) {
			expect(
				reader({ lineBytes: 8 })
					.push(bytes(`${before}${exact}\n`))
					.at(-1),
			).toBe(exact);
			tooLong(() => reader({ lineBytes: 8 }).push(bytes(`${before}${exact}9\n`)));
			tooLong(() => reader({ lineBytes: 8 }).push(bytes(`${before}${exact}9\nb\n`)));
			tooLong(() => reader({ lineBytes: 8 }).push(bytes(`${before}${exact}9`)));
			const pieces = reader({ lineBytes: 8 });
			pieces.push(bytes(`${before}1234`));
			tooLong(() => pieces.push(bytes("56789\n")));
		}
	});

	it("counts bytes, not characters", () => {
		expect(reader({ lineBytes: 4 }).push(bytes("öö\n"))).toEqual(["öö"]);
		tooLong(() => reader({ lineBytes: 3 }).push(bytes("öö\n")));
	});

	it("84: stops an endless line at once", () => {
		const lines = reader();
		const chunk = bytes("x".repeat(1024));
		let pushes = 0;
		tooLong(() => {
			for (; pushes < 1000; pushes++) lines.push(chunk);
		});
		expect(pushes).toBe(defaultListingLimits.lineBytes / 1024);
	});

	it("82: stops an endless listing", () => {
		const lines = reader({ listingBytes: 10 });
		expect(lines.push(bytes("12345\n1234"))).toEqual(["12345"]);
		tooLong(() => lines.push(bytes("\n")));
	});
});
