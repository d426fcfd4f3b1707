import { expect, test } from "vitest";
import { nodeDigest } from "./digest.ts";

const EXPECTED = {
	"SHA-512":
		"309ecc489c12d6eb4cc40f50c902f2b4d0ed77ee511a7c7a9bcd3ca86d4cd86f989dd35bc5ff499670da34255b45b0cfd830e81f605dcf7dc5542e93ae9cd76f",
	"SHA-384": "fdbd8e75a67f29f701a4e040385e2e23986303ea10239211af907fcbb83578b3e417cb71ce646efd0819dd8c088de1bd",
	"SHA-256": "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
	"SHA-1": "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed",
	MD5: "5eb63bbbe01eeed093cb22bb8f5acdc3",
} as const;

test.each(Object.entries(EXPECTED))("%s, of bytes that come in pieces", async (algorithm, value) => {
	const digest = nodeDigest(algorithm as keyof typeof EXPECTED);
	for (const piece of ["hello", "", " world"]) expect(digest?.update(new TextEncoder().encode(piece))).toBeUndefined();
	expect(await digest?.hex()).toBe(value);
});

test("CRC32, where this Node has it", async () => {
	const digest = nodeDigest("CRC32");
	digest?.update(new TextEncoder().encode("hello"));
	digest?.update(new TextEncoder().encode(" world"));
	expect((await digest?.hex()) ?? "0d4a1185").toBe("0d4a1185");
});
