import { expect, test } from "vitest";
import { crc32 } from "./crc32.ts";

test.each([
	["", "00000000"],
	["123456789", "cbf43926"],
	["hello world", "0d4a1185"],
])("CRC-32 of %j", async (text, value) => {
	const whole = crc32();
	whole.update(new TextEncoder().encode(text));
	expect(await whole.hex()).toBe(value);
	const pieces = crc32();
	for (const letter of text) pieces.update(new TextEncoder().encode(letter));
	expect(await pieces.hex()).toBe(value);
});
