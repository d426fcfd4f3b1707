import { expect, test } from "vitest";
import { FTPProtocolError } from "../errors/index.ts";
import { type PassiveAddress, parsePassiveReply } from "./address.ts";

function parse(text: string): PassiveAddress {
	return parsePassiveReply({ code: Number(text.slice(0, 3)), text: text.slice(4), lines: [text] });
}

test.each<[string, PassiveAddress]>([
	["229 Entering Extended Passive Mode (|||6446|)", { port: 6446 }],
	["229 Entering Extended Passive Mode (!!!6446!)", { port: 6446 }],
	["229 Extended Passive Mode OK, go on (|||50006|).", { port: 50006 }],
	["229 Entering Passive Mode |||6446|", { port: 6446 }],
	["229 ok (|1|10.0.0.1|6446|)", { port: 6446 }],
	["229 ok (|2|::1|6446|)", { port: 6446 }],
	["227 Entering Passive Mode (192,168,1,100,10,229)", { host: "192.168.1.100", port: 2789 }],
	["227 Entering Passive Mode (172,16,204,138,192,22).", { host: "172.16.204.138", port: 49174 }],
	["227 Entering Passive Mode. 127,0,0,1,10,229", { host: "127.0.0.1", port: 2789 }],
	["227 192,168,178,39,184,244", { host: "192.168.178.39", port: 47348 }],
	["227 Entering Passive Mode( 10,0,0,1,143,225).", { host: "10.0.0.1", port: 36833 }],
	["227 Entering Passive Mode [10,0,0,1,4,1]", { host: "10.0.0.1", port: 1025 }],
	["227 =127,0,0,1,4,1", { host: "127.0.0.1", port: 1025 }],
	["227 Server2 entering passive mode (10,0,0,1,4,1)", { host: "10.0.0.1", port: 1025 }],
	["227 listen socket created\n(127,0,0,1,154,21)", { host: "127.0.0.1", port: 39445 }],
])("6, 8: %s", (text, address) => {
	expect(parse(text)).toEqual(address);
});

test.each([
	["229 Entering Passive Mode (|||1000000|)"],
	["229 Entering Passive Mode (|||0|)"],
	["229 Entering Passive Mode (||||)"],
	["229 Entering Passive Mode (|||abc|)"],
	["229 Entering Passive Mode (!!6446!)"],
	["229 Entering Passive Mode"],
	["229 "],
	["227 Entering Passive Mode (192,168,1,100,229)"],
	["227 Entering Passive Mode (1,2,3,4,5,6,7)"],
	["227 Entering Passive Mode (1216,256,2,127,127,127)"],
	["227 Entering Passive Mode (256,0,0,1,4,1)"],
	["227 Entering Passive Mode (10,0,0,1,0,0)"],
	["227 Entering Passive Mode (-1,0,0,1,4,1)"],
	["227 Entering Passive Mode (99999999999999999999,1,1,1,1,1)"],
	["227 Entering Passive Mode ("],
])("4, 5, 7: %s names no port", (text) => {
	expect(() => parse(text)).toThrow(FTPProtocolError);
	expect(() => parse(text)).toThrow(expect.objectContaining({ code: "BAD_ADDRESS" }));
});

test("4: what names no port is told as it was said", () => {
	expect(() => parse("229 here (|||x|)")).toThrow(
		expect.objectContaining({ expected: "the number of a data port", received: "229 here (|||x|)" }),
	);
});
