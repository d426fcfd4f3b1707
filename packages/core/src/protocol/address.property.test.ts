import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPProtocolError } from "../errors/index.ts";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { type PassiveAddress, parsePassiveReply } from "./address.ts";

const parse = (code: number, text: string): PassiveAddress => parsePassiveReply({ code, text, lines: [`${code} ${text}`] });

const number = fc.oneof(
	fc.nat({ max: 255 }).map(String),
	fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
	fc.constantFrom("0", "00", "256", "0255", "", "-1", "1e2", "0x10", " 1", "1.5"),
);
const tuple = fc.array(number, { minLength: 4, maxLength: 8 }).map((all) => all.join(","));
const mark = fc.constantFrom(..."|!#$:;,.@~-");
const extended = fc.array(fc.oneof(number, fc.constantFrom("::1", "10.0.0.1", "")), { minLength: 1, maxLength: 6 });
const words = fc.oneof(
	fc.string({ unit: fc.constantFrom(..."abc ()[]<>|,.!0123456789"), maxLength: 20 }),
	fc.string({ unit: anyCharacter, maxLength: 10 }),
);
const text = fc
	.array(
		fc.oneof(
			words,
			tuple,
			fc.tuple(mark, extended).map(([each, parts]) => `(${each}${parts.join(each)}${each})`),
		),
		{ maxLength: 4 },
	)
	.map((all) => all.join(" "));

test("2, 4, 5, 7: whatever stands in a 227 or a 229, it gives a port that is one, or an error", () => {
	fc.assert(
		fc.property(fc.constantFrom(227, 229), text, (code, said) => {
			let address: PassiveAddress;
			try {
				address = parse(code, said);
			} catch (error) {
				return error instanceof FTPProtocolError && error.code === "BAD_ADDRESS";
			}
			const { host, port } = address;
			const isPort = Number.isInteger(port) && port >= 1 && port <= 65_535;
			const octets = host?.split(".") ?? [];
			const isHost =
				host === undefined || (octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && +octet < 256));
			// What is made of a reply was in it: no host comes from anywhere else, and none from a 229.
			const isSaid = host === undefined || (code === 227 && octets.every((octet) => said.includes(octet)));
			return isPort && isHost && isSaid;
		}),
		{ numRuns: runs(2000) },
	);
});

const octet = fc.nat({ max: 255 });
const port = fc.integer({ min: 1, max: 65_535 });
const bracket = fc.constantFrom(["(", ")"], ["[", "]"], ["<", ">"], ["{", "}"], ["", ""], ["(", "). Go on"], ["=", ""]);
const before = fc.constantFrom("", "Entering Passive Mode ", "Entering Passive Mode. ", "ok\n", "Server2 at 10.0.0.1: ");

test("6: every address that can be is read, in brackets of any kind", () => {
	fc.assert(
		fc.property(
			before,
			bracket,
			fc.tuple(fc.integer({ min: 1, max: 255 }), octet, octet, octet),
			port,
			(start, around, four, at) => {
				const said = `${start}${around[0]}${[...four, at >> 8, at & 255].join(",")}${around[1]}`;
				expect(parse(227, said)).toEqual({ host: four.join("."), port: at });
			},
		),
		{ numRuns: runs(500) },
	);
});

test("8: every port that can be is read, and an address in front of it ignored", () => {
	const address = fc.constantFrom("", "10.0.0.1", "169.254.169.254", "::1", "localhost");
	const protocol = fc.constantFrom("", "1", "2");
	fc.assert(
		fc.property(before, fc.constantFrom("|", "!", "#", "$"), protocol, address, port, (start, sign, version, host, at) => {
			expect(parse(229, `${start}(${["", version, host, at, ""].join(sign)})`)).toEqual({ port: at });
		}),
		{ numRuns: runs(500) },
	);
});
