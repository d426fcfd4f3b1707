import { FTPProtocolError } from "../errors/index.ts";
import type { Command } from "./command.ts";
import { unexpected } from "./out-of-step.ts";
import { isPreliminary, type Reply } from "./reply.ts";
import { shown } from "./secrets.ts";

/** Commands whose final reply may be said twice: 226 after a transfer, 225 or 226 after ABOR. Several servers do that. */
const ECHOING = new Set(["RETR", "STOR", "APPE", "STOU", "LIST", "MLSD", "NLST", "ABOR"]);

/** Replies about a data connection, which come of themselves when one is closed that was never used (pyftpdlib). */
const ABOUT_DATA = new Set([225, 226, 426]);

/** Commands that may come right behind those above, and are not answered like that themselves (RFC 959, 5.4). */
const FOLLOWING =
	/^(?:EPSV|PASV|PORT|EPRT|PRET|TYPE|MODE|REST|ALLO|SIZE|MDTM|MF(?:MT|CT|F)|MLST|STAT|AVBL|HASH|X?MD5|XSHA\d*|XCRC|OPTS|X?[CP]WD|CDUP|RNFR|RNTO|DELE|X?MKD|X?RMD|NOOP|SYST|SITE (?:CHMOD|UTIME|QUOTA))(?: |$)/i;

/** Those among the first that bring or take a file: they are not over before they have begun. A listing of nothing may be. */
const FILES = new Set(["RETR", "STOR", "APPE", "STOU"]);

/** Commands whose final reply has not come yet. Replies belong to them first in, first out. */
export class InFlight {
	readonly #commands: Command[] = [];
	readonly #mostPreliminary: number;
	/** 1yz replies that the first command has had. */
	#preliminary = 0;
	#last: Command | undefined;
	/** It had a 1yz reply. */
	#hadBegun = false;
	/** Verbs that this server answers with a reply about data, where there had been none that it could have repeated. */
	readonly #peculiar = new Set<string>();
	#hasStray = false;
	/** The first request for a port after that: once it is answered, the server has said what it had to say. */
	#strayEnd: Command | undefined;

	/** @param mostPreliminary 1yz replies to one command at the most */
	constructor(mostPreliminary: number) {
		this.#mostPreliminary = mostPreliminary;
	}

	get first(): Command | undefined {
		return this.#commands[0];
	}

	/** The first that is not among `others`. */
	firstBeside(others: ReadonlySet<unknown> | undefined): Command | undefined {
		return this.#commands.find((command) => !others?.has(command));
	}

	has(command: Command): boolean {
		return this.#commands.includes(command);
	}

	add(command: Command): void {
		if (isPassive(command)) this.#strayEnd ??= command;
		this.#commands.push(command);
	}

	/** A port was asked for, and then not used: the server may have something to say about that. */
	expectStray(): void {
		this.#hasStray = true;
		this.#strayEnd = undefined;
	}

	get hasStray(): boolean {
		return this.#hasStray;
	}

	/**
	 * The command that a reply answers, or `undefined` if nobody has asked. A 1yz leaves it in the line.
	 * @throws FTPProtocolError LIMIT_EXCEEDED, UNEXPECTED_REPLY
	 */
	answer(reply: Reply): Command | undefined {
		const [first] = this.#commands;
		if (!first) return undefined;
		if (this.isEcho(reply) && !this.#mayBeAnsweredBy(reply, first)) return undefined;
		if (isPreliminary(reply)) {
			// A request for a port has nothing to begin with: this is the beginning of a transfer that was taken to be over.
			if (isPassive(first)) throw unexpected(first, "229 or 227", reply);
			this.#preliminary += 1;
			if (this.#preliminary <= this.#mostPreliminary) return first;
			const expected = `at most ${this.#mostPreliminary} preliminary replies to ${first.shown}`;
			throw new FTPProtocolError("LIMIT_EXCEEDED", expected, `${reply.code} ${shown(reply).text}`);
		}
		// Where a server ends a transfer and answers commands in two threads, an EPSV may overtake the 226 in front of it.
		// So may the answer to what was only said to be heard.
		const isAddress = reply.code === 227 || reply.code === 229;
		const answered = this.#commands.find((command) => (isAddress ? isPassive(command) : command.mayOvertake?.(reply))) ?? first;
		this.#commands.splice(this.#commands.indexOf(answered), 1);
		if (answered === this.#strayEnd) this.#hasStray = false;
		if (answered === first) {
			if (ABOUT_DATA.has(reply.code)) this.#peculiar.add(first.verb);
			// A port is asked for in front of each transfer: behind the answer to that, the last one's may still be said twice.
			if (!(isPassive(first) || first.mayOvertake)) {
				this.#hadBegun = this.#preliminary > 0;
				this.#last = first;
			}
			this.#preliminary = 0;
		}
		return answered;
	}

	/** The server will not answer this command any more, nor those before it. */
	forget(command: Command): void {
		this.#commands.splice(0, this.#commands.indexOf(command) + 1);
		this.#preliminary = 0;
	}

	clear(): void {
		this.#commands.length = 0;
	}

	/** Whether a reply that may be an echo can as well be the answer to this command. */
	#mayBeAnsweredBy({ code }: Reply, { verb, shown }: Command): boolean {
		// Who says 1yz says it each time: this is the end of the transfer before, once more.
		if (FILES.has(verb) && code === 226) return !this.#hadBegun || this.#preliminary > 0;
		if (ECHOING.has(verb) || this.#peculiar.has(verb)) return true;
		// ABOR may have any number of replies, whatever comes next.
		return !(FOLLOWING.test(shown) || this.#hasStray || this.#last?.verb === "ABOR");
	}

	/** Whether a reply that nobody has asked for only repeats the last one, or tells of a data connection that was given up. */
	isEcho(reply: Reply): boolean {
		return (this.#hasStray || ECHOING.has(this.#last?.verb ?? "")) && ABOUT_DATA.has(reply.code);
	}
}

function isPassive({ verb }: Command): boolean {
	return verb === "EPSV" || verb === "PASV";
}
