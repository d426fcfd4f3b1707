import { FTPUsageError } from "@isoftp/core";
import { expect, test } from "vitest";
import { refuseUnsupported } from "./unsupported.ts";

test.each([
	["tls", { ca: "-----BEGIN CERTIFICATE-----" }, "a certificate of a public authority"],
	["active", true, "passive mode"],
	["proxy", "socks5://127.0.0.1:1080", "It connects directly"],
	["localAddress", "192.0.2.1", "chooses the address itself"],
	["family", 4, "chooses the IP version itself"],
])("the option %s is refused, with what to do instead", (name, value, advice) => {
	const refusing = () => refuseUnsupported({ secure: true, [name]: value });
	expect(refusing).toThrow(FTPUsageError);
	expect(refusing).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
	expect(refusing).toThrow(`The option "${name}" cannot be used on Cloudflare Workers`);
	expect(refusing).toThrow(advice);
});

test("options that are not given, or say no, are fine", () => {
	expect(() => refuseUnsupported({ user: "me", secure: true, tls: undefined, active: false })).not.toThrow();
});

test.each(["tls", "active", "proxy", "localAddress", "family"])("70: no value of %s is taken for none, but undefined", (name) => {
	const unreadable = new Proxy({}, { get: () => expect.unreachable() });
	const symbol = Symbol("x");
	for (const value of [
		null,
		0,
		Number.NaN,
		"",
		"x",
		{},
		[],
		() => undefined,
		symbol,
		unreadable,
		...(name === "active" ? [] : [false]),
	])
		expect(() => refuseUnsupported({ [name]: value })).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
});

test.each([[null], [undefined], [5], ["x"], [Symbol("x")], [() => ({})]])("70: %o are no options", (options) => {
	expect(() => refuseUnsupported(options as never)).toThrow(expect.objectContaining({ code: "BAD_ARGUMENT" }));
});
