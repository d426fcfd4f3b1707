import { FTPProtocolError } from "../errors/index.ts";
import type { Command } from "./command.ts";
import { isPreliminary, type Reply } from "./reply.ts";

/** Commands whose final reply may be said twice: 226 after a transfer, 225 or 226 after ABOR. Several servers do that. */
const ECHOING = new Set(["RETR", "STOR", "APPE", "STOU", "LIST", "MLSD", "NLST", "ABOR"]);

/** Commands whose final reply has not come yet. Replies belong to them first in, first out. */
export class InFlight {
	readonly #commands: Command[] = [];
	readonly #mostPreliminary: number;
	/** 1yz replies that the first command has had. */
	#preliminary = 0;
	#last: Command | undefined;

	/** @param mostPreliminary 1yz replies to one command at the most */
	constructor(mostPreliminary: number) {
		this.#mostPreliminary = mostPreliminary;
	}

	get first(): Command | undefined {
		return this.#commands[0];
	}

	add(command: Command): void {
		this.#commands.push(command);
	}

	/**
	 * The command that a reply answers, or `undefined` if nobody has asked. A 1yz leaves it in the line.
	 * @throws FTPProtocolError LIMIT_EXCEEDED
	 */
	answer(reply: Reply): Command | undefined {
		const [command] = this.#commands;
		if (!command) return undefined;
		if (isPreliminary(reply)) {
			this.#preliminary += 1;
			if (this.#preliminary <= this.#mostPreliminary) return command;
			const expected = `at most ${this.#mostPreliminary} preliminary replies to ${command.shown}`;
			throw new FTPProtocolError("LIMIT_EXCEEDED", expected, `${reply.code} ${reply.text}`);
		}
		this.#commands.shift();
		this.#preliminary = 0;
		this.#last = command;
		return command;
	}

	/** The server will not answer this command any more, nor those before it. */
	forget(command: Command): void {
		this.#commands.splice(0, this.#commands.indexOf(command) + 1);
		this.#preliminary = 0;
	}

	clear(): void {
		this.#commands.length = 0;
	}

	/** Whether a reply that nobody has asked for only repeats the last one. */
	isEcho(reply: Reply): boolean {
		return ECHOING.has(this.#last?.verb ?? "") && (reply.code === 225 || reply.code === 226);
	}
}
