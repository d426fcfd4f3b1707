import { expect, test } from "vitest";
import {
	FTPAbortError,
	FTPNetworkError,
	FTPProtocolError,
	FTPReplyError,
	FTPTimeoutError,
	FTPTLSError,
	FTPUsageError,
	type NetworkErrorCode,
	type ProtocolErrorCode,
	type TimeoutCode,
	type TLSErrorCode,
	type UsageErrorCode,
} from "../errors/index.ts";
import { isTooMany, isWorthRetrying } from "./worth-retrying.ts";

/** A new code without a row does not compile. */
type Table<Code extends string> = Readonly<Record<Code, boolean>>;

const NETWORK: Table<NetworkErrorCode> = { CONNECT_FAILED: true, CONNECTION_LOST: true, TRUNCATED: true };
const TIME: Table<TimeoutCode> = { CONNECT_TIMEOUT: true, REPLY_TIMEOUT: true, STALL_TIMEOUT: true, TOTAL_TIMEOUT: false };
const USAGE: Table<UsageErrorCode> = {
	BAD_ARGUMENT: false,
	NOT_CONNECTED: false,
	ALREADY_CONNECTED: false,
	CONNECT_NOT_ALLOWED: false,
	UNSUPPORTED: false,
};
const PROTOCOL: Table<ProtocolErrorCode> = {
	BAD_REPLY: false,
	BAD_VALUE: false,
	UNEXPECTED_REPLY: false,
	LIMIT_EXCEEDED: false,
	BYTES_BEFORE_TLS: false,
	BAD_ADDRESS: false,
	WRONG_SIZE: false,
	WRONG_HASH: false,
	CHANGED: false,
};
const TLS: Table<TLSErrorCode> = {
	HANDSHAKE_FAILED: false,
	NOT_OFFERED: false,
	SESSION_NOT_RESUMED: false,
	UNSUPPORTED: false,
};
/** Where the network is the cause: the handshake was cut, the file came short. */
const CUT: Readonly<Record<string, boolean>> = { HANDSHAKE_FAILED: true, WRONG_SIZE: true };

const codes = <Code extends string>(table: Table<Code>): [Code, boolean][] => Object.entries(table) as [Code, boolean][];
const lost = new FTPNetworkError("CONNECTION_LOST", "gone");

const refusal = (code: number, text = "no", command = "RETR f"): FTPReplyError =>
	new FTPReplyError(command, { code, text, lines: [`${code} ${text}`] });

const errors: [unknown, boolean][] = [
	...codes(NETWORK).map(([code, is]): [unknown, boolean] => [new FTPNetworkError(code, "x"), is]),
	...codes(TIME).map(([code, is]): [unknown, boolean] => [new FTPTimeoutError(code, "x", 5), is]),
	...codes(USAGE).map(([code, is]): [unknown, boolean] => [new FTPUsageError(code, "x"), is]),
	...codes(PROTOCOL).map(([code, is]): [unknown, boolean] => [new FTPProtocolError(code, "x", "y"), is]),
	...codes(TLS).map(([code, is]): [unknown, boolean] => [new FTPTLSError(code, "x", { cause: new Error("expired") }), is]),
	...codes(PROTOCOL).map(([code]): [unknown, boolean] => [
		new FTPProtocolError(code, "x", "y", { cause: lost }),
		CUT[code] ?? false,
	]),
	...codes(TLS).map(([code]): [unknown, boolean] => [new FTPTLSError(code, "x", { cause: lost }), CUT[code] ?? false]),
	[new FTPAbortError("x", { cause: lost }), false],
	[new Error("a bug"), false],
	["not even an error", false],
	...[421, 425, 426, 450, 451].map((code): [unknown, boolean] => [refusal(code), true]),
	...[430, 434, 452, 500, 502, 522, 530, 532, 534, 550, 552, 553].map((code): [unknown, boolean] => [refusal(code), false]),
];

test.each(errors)("%s is worth another attempt: %s", (error, isWorth) => {
	expect(isWorthRetrying(error)).toBe(isWorth);
});

test.each([
	[421, "There are too many connections from your internet address.", "the connection", true],
	[421, "Timeout", "", true],
	[530, "Sorry, the maximum number of clients (2) for this user are already connected.", "PASS ***", true],
	[530, "Sorry, the maximum number of connections (2) for your host are already connected.", "USER bob", true],
	[530, "Not logged in, only 3 sessions from same IP allowed concurrently.", "PASS ***", true],
	[530, "User bob access denied, maximum of 2 users reached", "USER bob", true],
	[530, "Too many connections, try again later", "the connection", true],
	[530, "Login incorrect.", "PASS ***", false],
	[530, "Login authentication failed", "PASS ***", false],
	[530, "Too many failed login attempts.", "PASS ***", false],
	[530, "Maximum login attempts exceeded", "PASS ***", false],
	[530, "Login incorrect: limit of tries reached", "PASS ***", false],
	[530, "Too many sessions", "RETR f", false],
	[550, "Too many sessions", "PASS ***", false],
])("%i %s to %j means that there are too many sessions: %s", (code, text, command, is) => {
	const error = refusal(code, text, command);
	expect(isTooMany(error)).toBe(is);
	expect(isWorthRetrying(error)).toBe(is);
});

test("what is no refusal says nothing about how many there are", () => {
	expect(isTooMany(new FTPNetworkError("CONNECT_FAILED", "too many"))).toBe(false);
});
