import { FTPError } from "../../errors/index.ts";
import { asRefusal } from "./command.ts";
import { LOGGED_IN, OPEN } from "./commands.ts";
import type { ServerSession } from "./session.ts";

/** What the server wants to know of a conversation. */
export interface Observer {
	/** A command line, as it was sent. */
	onCommand(line: string): void;
	/** What a handler or a hook threw although it should not. */
	onError(error: unknown): void;
}

/** Executes commands strictly in order until the client goes or is sent away. */
export async function converse(session: ServerSession, observer: Observer): Promise<void> {
	while (!session.leaving) {
		const line = await session.nextLine();
		if (line === undefined) {
			return;
		}
		if (line === "idle") {
			return session.leave("421 Timeout");
		}
		if (line === "too long") {
			await session.reply(500, "The line is too long");
		} else {
			const text = session.text.decode(line.bytes);
			session.commands.push(text);
			observer.onCommand(text);
			await execute(session, text, observer);
		}
	}
	await session.leave();
}

async function execute(session: ServerSession, line: string, observer: Observer): Promise<void> {
	const space = line.indexOf(" ");
	const [word, args] = space < 0 ? [line, ""] : [line.slice(0, space), line.slice(space + 1)];
	const command = word.toUpperCase();
	if (command !== "RNTO") {
		session.renameFrom = undefined;
	}
	try {
		session.losesReply = session.settings.quirks.losesReply?.(command, args) ?? false;
		const answer = await session.settings.onCommand(command, args, session);
		await (answer === undefined ? perform(session, command, args) : session.send(answer));
	} catch (error) {
		// The connection is lost, or its TLS was refused: there is nobody to reply to.
		if (error instanceof FTPError) {
			throw error;
		}
		const refusal = asRefusal(error);
		if (refusal === undefined) {
			observer.onError(error);
		}
		await session.reply(refusal?.code ?? 451, refusal?.message ?? "The server has failed");
	}
}

async function perform(session: ServerSession, command: string, args: string): Promise<void> {
	const open = OPEN.get(command);
	const handler = open ?? LOGGED_IN.get(command);
	if (handler === undefined) {
		await session.reply(500, "This command is not known");
	} else if (!session.knows(command)) {
		await session.reply(502, "This command is not implemented");
	} else if (open === undefined && session.loginStep !== "done") {
		await session.reply(530, "Log in first");
	} else {
		await handler(session, args);
	}
}
