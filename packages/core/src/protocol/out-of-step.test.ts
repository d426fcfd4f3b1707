import { expect, test } from "vitest";
import { FTPNetworkError, FTPProtocolError } from "../errors/index.ts";
import { isOutOfStep, unexpected } from "./out-of-step.ts";

test("a reply that fits nothing is told with what it was an answer to, and ends what is between the two", () => {
	const command = { verb: "RNFR", shown: "RNFR a", bytes: new Uint8Array() };
	const error = unexpected(command, "a 350", { code: 250, text: "done", lines: ["250 done"] });
	expect(error).toMatchObject({ code: "UNEXPECTED_REPLY", expected: "a 350 to RNFR a", received: "250 done" });
	expect(isOutOfStep(error)).toBe(true);
});

test.each(["BAD_VALUE", "LIMIT_EXCEEDED", "WRONG_SIZE", "WRONG_HASH"] as const)("after %s all know where they are", (code) => {
	expect(isOutOfStep(new FTPProtocolError(code, "this", "that"))).toBe(false);
});

test("nor is anybody lost for want of a network", () => {
	expect(isOutOfStep(new FTPNetworkError("CONNECTION_LOST", "reset"))).toBe(false);
	expect(isOutOfStep(undefined)).toBe(false);
});
