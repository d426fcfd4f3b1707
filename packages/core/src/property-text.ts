import fc from "fast-check";

// For tests only.

const SURROGATES = 0x800;

/** Any character of Unicode. fast-check's own `unit: "binary"` takes seconds to be made, once in each file that has it. */
export const anyCharacter: fc.Arbitrary<string> = fc
	.nat(0x10ffff - SURROGATES)
	.map((code) => String.fromCodePoint(code < 0xd800 ? code : code + SURROGATES));
