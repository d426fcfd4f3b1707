import { FTPNetworkError } from "@isoftp/core";
import { expect, test } from "vitest";
import { handshakeFailed, reasonOf } from "./socket-errors.ts";

test("93: what a certificate says is shown without what a terminal obeys or turns round", () => {
	const { message } = handshakeFailed("ftp.test", new Error("is not cert's CN: \u001b[2Jsafe\u202egnp.exe\u2066\u2028x"));
	expect(message).toBe("TLS with ftp.test failed: is not cert's CN:  [2Jsafe gnp.exe x");
});

test("93: nor does it fill the log", () => {
	const altNames = new Error(`is not in the cert's altnames: ${"DNS:x, ".repeat(10_000)}`);
	expect(reasonOf(altNames)).toMatch(/^is not in the cert's altnames: DNS:x.*…$/);
	expect(reasonOf(altNames).length).toBeLessThan(600);
});

test.each([
	["ECONNRESET", true],
	["EPIPE", true],
	["ETIMEDOUT", true],
	["ERR_SSL_UNEXPECTED_EOF_WHILE_READING", true],
	["EPROTO", false],
	["CERT_HAS_EXPIRED", false],
	["ERR_TLS_CERT_ALTNAME_INVALID", false],
	["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", false],
	["SELF_SIGNED_CERT_IN_CHAIN", false],
])("a handshake that ends with %s was broken off by the network: %s", (code, isCut) => {
	const { cause } = handshakeFailed("ftp.test", Object.assign(new Error("failed"), { code }));
	expect(cause instanceof FTPNetworkError).toBe(isCut);
	expect(isCut ? (cause as Error).cause : cause).toMatchObject({ code });
});
