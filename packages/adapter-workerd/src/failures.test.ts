import { FTPNetworkError } from "@isoftp/core";
import { expect, test } from "vitest";
import { handshakeFailed } from "./failures.ts";

test.each([
	[new Error("Network connection lost."), false, true],
	[new Error("internal error; reference = x"), false, false],
	[new Error("internal error; reference = x"), true, true],
	[undefined, false, false],
	[undefined, true, true],
])(
	"a handshake that ends with %s, the certificate accepted before: %s, was broken off by the network: %s",
	(cause, isAccepted, isCut) => {
		const error = handshakeFailed("ftp.test", cause, isAccepted);
		expect(error).toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
		expect(error.cause instanceof FTPNetworkError).toBe(isCut);
		expect(isCut ? (error.cause as Error).cause : error.cause).toBe(cause);
	},
);
