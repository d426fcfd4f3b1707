import { equal, ok } from "node:assert/strict";
import { FTPProtocolError } from "../../packages/core/src/errors/index.ts";
import { type PassiveAddress, parsePassiveReply } from "../../packages/core/src/protocol/address.ts";
import { Input, textOf } from "./input.ts";

/** A port that exists, with an address that is one or with none, or an error; and never a number that the server has not said. */
export function fuzzPassive(bytes: Uint8Array): void {
	const input = new Input(bytes);
	const code = input.choice([227, 229]);
	const text = textOf(input.rest());
	let address: PassiveAddress;
	try {
		address = parsePassiveReply({ code, text, lines: text.split("\n") });
	} catch (error) {
		ok(error instanceof FTPProtocolError, String(error));
		equal(error.code, "BAD_ADDRESS");
		return;
	}
	const { host, port } = address;
	ok(Number.isInteger(port) && port >= 1 && port <= 65535, "a port");
	const numbers = new Set(text.match(/\d+/g)?.map(Number));
	if (code === 229) {
		equal(host, undefined);
		ok(numbers.has(port), "the port was said");
		return;
	}
	// Nobody's address is left out.
	const octets = (host ?? "0.0.0.0").split(".").map(Number);
	equal(octets.length, 4);
	for (const octet of [...octets, port >> 8, port & 255]) ok(octet <= 255 && numbers.has(octet), "each number was said");
}
