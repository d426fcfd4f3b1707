import { FTPUsageError } from "../errors/index.ts";
import type { Reply } from "./reply.ts";
import type { TextCodec } from "./text.ts";

/** A command ready to be sent. Made only in this file. */
export interface Command {
	readonly verb: string;
	/** The command as it may be shown: secrets replaced. */
	readonly shown: string;
	/** What must not be shown. */
	readonly secret?: string;
	/** A reply that answers this one, though the transfer in front of it is not over. */
	readonly mayOvertake?: (reply: Reply) => boolean;
	readonly bytes: Uint8Array;
}

/** What the server says first is awaited like the reply to a command that sends nothing. */
export const greetingCommand: Command = { verb: "", shown: "the connection", bytes: /* @__PURE__ */ new Uint8Array(0) };

/**
 * `CWD .` with a Telnet data mark (RFC 854) behind it, which whoever reads Telnet leaves out, and others take for a part of the name. In a
 * verb it makes Pure-FTPd fall silent, and few others of Telnet's commands does ProFTPD leave out.
 */
export const telnetProbe: Command = {
	verb: "CWD",
	shown: "CWD .",
	bytes: /* @__PURE__ */ Uint8Array.of(0x43, 0x57, 0x44, 0x20, 0x2e, 0xff, 0xf2, 0x0d, 0x0a),
};

/** Commands whose argument is nobody's business. */
const SECRET = new Set(["PASS", "ACCT"]);
/** Ways to change a password, which is in there, too. */
const NEW_PASSWORD = /^(?:PSWD|PASSWD|PASSWORD|CHPASS|CHPWD)(?= )/i;
/** What is said before a server listens to anything else. */
const LOGIN: ReadonlySet<string> = new Set(["USER", "PASS", "ACCT"]);

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const IAC = 0xff;

/**
 * The one place where a command becomes bytes. CR, LF and NUL are looked for in the encoded bytes, for an encoding may produce
 * them from other characters. Nothing of an argument is changed: a path is the caller's.
 *
 * @param isTelnet whether 0xFF is doubled, because the control connection is a Telnet stream (RFC 959, 3.1; RFC 854)
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function encodeCommand(
	verb: string,
	args: readonly string[],
	codec: TextCodec,
	longest: number,
	isTelnet = true,
): Command {
	if (typeof verb !== "string" || !/^[A-Za-z][A-Za-z0-9]{0,15}$/.test(verb)) {
		// RFC 959, 4.1, has letters only; XMD5 and XSHA256 came later.
		throw new FTPUsageError("BAD_ARGUMENT", "A command's verb is one to sixteen letters and digits, a letter first");
	}
	const name = verb.toUpperCase();
	const bytes: number[] = [...name].map((letter) => letter.charCodeAt(0));
	const { login = codec } = codec;
	const own = LOGIN.has(name) ? login : codec;
	for (const arg of args) {
		if (typeof arg !== "string") throw new FTPUsageError("BAD_ARGUMENT", `An argument of ${name} is not a string`);
		if (arg.length > longest) throw tooLong(name, longest);
		bytes.push(SPACE);
		for (const byte of encodeText(arg, name, own)) {
			if (byte === CR || byte === LF || byte === NUL) {
				throw new FTPUsageError("BAD_ARGUMENT", `An argument of ${name} contains a line end or NUL, which FTP cannot carry`);
			}
			if (byte === IAC && isTelnet) bytes.push(IAC);
			bytes.push(byte);
		}
	}
	bytes.push(CR, LF);
	if (bytes.length > longest) throw tooLong(name, longest);
	const whole = { verb: name, bytes: Uint8Array.from(bytes) };
	if (SECRET.has(name) && args.length > 0) {
		return { ...whole, shown: `${name} ***`, secret: args.join(" ") };
	}
	const all = args.join(" ");
	const [way] = (name === "SITE" && NEW_PASSWORD.exec(all)) || [];
	if (way) return { ...whole, shown: `SITE ${way} ***`, secret: all.slice(way.length + 1) };
	return { ...whole, shown: [name, ...args].join(" ") };
}

/** Which character has no bytes is said, unless it is one of a password. */
function encodeText(text: string, verb: string, codec: TextCodec): Uint8Array {
	try {
		return codec.encode(text);
	} catch (error) {
		if (!SECRET.has(verb)) throw error;
		throw new FTPUsageError("BAD_ARGUMENT", `An argument of ${verb} cannot be written in the encoding ${codec.label}`);
	}
}

/** Whether its bytes depend on how the server reads them. In a login nothing can be asked, and Telnet is what the RFC says. */
export function isAboutTelnet({ verb, bytes }: Command): boolean {
	return bytes.includes(IAC) && !LOGIN.has(verb);
}

function tooLong(verb: string, longest: number): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", `The ${verb} command would be longer than ${longest} bytes, which no server takes`);
}
