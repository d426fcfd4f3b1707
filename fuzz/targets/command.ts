import { deepEqual, equal, ok } from "node:assert/strict";
import { FTPUsageError } from "../../packages/core/src/errors/index.ts";
import { type Command, encodeCommand } from "../../packages/core/src/protocol/command.ts";
import { codecs } from "./codecs.ts";
import { Input, textOf } from "./input.ts";

const LONGEST = 120;
const IAC = 0xff;

/** What whoever reads Telnet makes of it (RFC 854): 0xFF twice is one. */
function withoutTelnet(line: readonly number[]): number[] {
	const read: number[] = [];
	for (let at = 0; at < line.length; at++) {
		if (line[at] === IAC) equal(line[++at], IAC);
		read.push(line[at] ?? 0);
	}
	return read;
}

/** Exactly one line, which the other side reads as the verb and what was given; or FTPUsageError. */
export function fuzzCommand(bytes: Uint8Array): void {
	const input = new Input(bytes);
	const codec = input.choice(codecs);
	const isTelnet = input.byte() % 2 === 0;
	const form = input.byte();
	const verb = form < 200 ? input.choice(["RETR", "PASS", "USER", "SITE", "cwd"]) : textOf(input.bytes(form % 20));
	const given = input.rest();
	// As a client has it that was shown the name, or that was given any text.
	const text = form % 2 === 0 ? codec.decode(given) : textOf(given);
	let command: Command;
	try {
		command = encodeCommand(verb, [text], codec, LONGEST, isTelnet);
	} catch (error) {
		ok(error instanceof FTPUsageError, String(error));
		return;
	}
	ok(command.bytes.length <= LONGEST, "a line that is not too long");
	deepEqual([...command.bytes.slice(-2)], [13, 10]);
	const line = [...command.bytes.slice(0, -2)];
	ok(!line.some((byte) => byte === 13 || byte === 10 || byte === 0), "one line");
	const read = isTelnet ? withoutTelnet(line) : line;
	deepEqual(read, [...new TextEncoder().encode(`${verb.toUpperCase()} `), ...codec.encode(text)]);
	if (verb === "PASS" && text !== "" && text !== "*" && !"PASS ***".includes(text)) ok(!command.shown.includes(text), "a secret");
}
