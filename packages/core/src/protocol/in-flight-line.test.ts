import { expect, test } from "vitest";
import type { Command } from "./command.ts";
import { InFlight } from "./in-flight.ts";
import type { Reply } from "./reply.ts";

const command = (verb: string): Command => ({ verb, shown: verb, bytes: new Uint8Array(0) });
const reply = (code: number): Reply => ({ code, text: "words", lines: [`${code} words`] });

/** A line in which these commands wait. */
function line(...commands: readonly Command[]): InFlight {
	const inFlight = new InFlight(2);
	for (const one of commands) inFlight.add(one);
	return inFlight;
}

/** A line after a transfer that was told of in this way. */
function after(verb: string, ...codes: readonly number[]): InFlight {
	const inFlight = line(command(verb));
	for (const code of codes) inFlight.answer(reply(code));
	return inFlight;
}

test("so many preliminary replies may come to a command, and not one more", () => {
	const inFlight = line(command("RETR"), command("NOOP"));
	expect([inFlight.answer(reply(150))?.verb, inFlight.answer(reply(199))?.verb]).toEqual(["RETR", "RETR"]);
	expect(() => inFlight.answer(reply(150))).toThrow(
		expect.objectContaining({
			code: "LIMIT_EXCEEDED",
			expected: "at most 2 preliminary replies to RETR",
			received: "150 words",
		}),
	);
});

test("each command has its own preliminary replies, whether the one before was answered or given up", () => {
	const answered = line(command("RETR"), command("STOR"));
	for (const code of [150, 150, 226, 150, 150]) expect(answered.answer(reply(code))).toBeDefined();
	const [first, second] = [command("RETR"), command("STOR")];
	const forgotten = line(first, second);
	forgotten.answer(reply(150));
	forgotten.answer(reply(150));
	forgotten.forget(first);
	expect([forgotten.answer(reply(150)), forgotten.answer(reply(150))]).toEqual([second, second]);
});

test("what is forgotten takes along what was before it, and leaves what is behind", () => {
	const commands = [command("CWD"), command("PWD"), command("NOOP")] as const;
	const inFlight = line(...commands);
	inFlight.forget(commands[1]);
	expect(inFlight.first).toBe(commands[2]);
	inFlight.clear();
	expect([inFlight.first, inFlight.answer(reply(200))]).toEqual([undefined, undefined]);
});

test("the first beside those of somebody else", () => {
	const [one, two] = [command("EPSV"), command("NOOP")];
	const inFlight = line(one, two);
	expect(inFlight.firstBeside(undefined)).toBe(one);
	expect(inFlight.firstBeside(new Set([one]))).toBe(two);
	expect(inFlight.firstBeside(new Set([one, two]))).toBeUndefined();
});

test.each([
	["EPSV", 229],
	["PASV", 227],
	["PASV", 229],
])("the address that answers %s may overtake the end of a transfer", (verb, code) => {
	const [transfer, request] = [command("RETR"), command(verb)];
	const inFlight = line(transfer, request);
	expect([inFlight.answer(reply(150)), inFlight.answer(reply(code)), inFlight.answer(reply(226))]).toEqual([
		transfer,
		request,
		transfer,
	]);
});

test("an address that nobody else has asked for answers the first command", () => {
	const first = command("STAT");
	expect(line(first, command("NOOP")).answer(reply(227))).toBe(first);
});

test.each([225, 226, 426])("%i once more after a transfer is an echo", (code) => {
	expect(after("RETR", 150, 226).isEcho(reply(code))).toBe(true);
	expect(after("NOOP", 200).isEcho(reply(code))).toBe(false);
	expect(new InFlight(2).isEcho(reply(code))).toBe(false);
});

test.each([200, 250, 421])("%i after a transfer is none", (code) => {
	expect(after("RETR", 150, 226).isEcho(reply(code))).toBe(false);
});

test("a stray is expected until the next request for a port is answered", () => {
	const request = command("EPSV");
	const inFlight = line();
	expect(inFlight.hasStray).toBe(false);
	inFlight.expectStray();
	expect([inFlight.hasStray, inFlight.isEcho(reply(426))]).toEqual([true, true]);
	inFlight.add(command("NOOP"));
	inFlight.add(request);
	inFlight.add(command("PASV"));
	inFlight.answer(reply(200));
	expect(inFlight.hasStray).toBe(true);
	expect(inFlight.answer(reply(229))).toBe(request);
	expect(inFlight.hasStray).toBe(false);
});

test("a request for a port that was under way already says nothing about a later stray", () => {
	const inFlight = line(command("EPSV"));
	inFlight.expectStray();
	inFlight.answer(reply(229));
	expect(inFlight.hasStray).toBe(true);
});

test("226 to a file that has not begun is the end of the one before, where the server tells of beginnings", () => {
	const next = command("RETR");
	const telling = after("RETR", 150, 226);
	telling.add(next);
	expect([telling.answer(reply(226)), telling.answer(reply(150)), telling.answer(reply(226))]).toEqual([undefined, next, next]);
	const silent = after("RETR", 226);
	silent.add(next);
	expect(silent.answer(reply(226))).toBe(next);
});

test("226 to a listing is its end, even if it has not begun", () => {
	const listing = command("LIST");
	const inFlight = after("RETR", 150, 226);
	inFlight.add(listing);
	expect(inFlight.answer(reply(226))).toBe(listing);
});

test("a verb that has been answered about data once may be so again", () => {
	const inFlight = line(command("NOOP"), command("RETR"));
	inFlight.answer(reply(226));
	inFlight.answer(reply(150));
	inFlight.answer(reply(226));
	const again = command("NOOP");
	inFlight.add(again);
	expect(inFlight.answer(reply(226))).toBe(again);
});

test("after ABOR any number of replies may come, whatever is next", () => {
	const inFlight = after("ABOR", 226);
	const next = command("SITE");
	inFlight.add(next);
	expect([inFlight.answer(reply(226)), inFlight.answer(reply(225)), inFlight.answer(reply(200))]).toEqual([
		undefined,
		undefined,
		next,
	]);
	const other = after("RETR", 150, 226);
	other.add(next);
	expect(other.answer(reply(226))).toBe(next);
});

test("226 to the first file of all is its own, even where a stray is expected", () => {
	const first = command("RETR");
	const inFlight = line(first);
	inFlight.expectStray();
	expect(inFlight.answer(reply(226))).toBe(first);
});
