import type { Channel } from "./channel.ts";
import { type Command, isAboutTelnet, telnetProbe } from "./command.ts";
import type { Patience } from "./deadlines.ts";
import type { Effect } from "./effect.ts";
import type { Fact } from "./fact.ts";
import type { SessionFacts } from "./facts.ts";
import { isPreliminary, isSuccess, type Reply } from "./reply.ts";
import type { Task } from "./task.ts";

/**
 * An operation is the script of a conversation: a generator that `yield*`s the primitives below and nothing else. It runs
 * without a network: the session feeds it what happened, and takes its orders. `try/finally` cleans up, also when the caller
 * aborts or time runs out.
 */
export type Operation<T> = Generator<Step, T, Answer>;

/** What an operation may ask of the session. */
export type Step =
	| Effect
	| { readonly type: "encode"; readonly verb: string; readonly args: readonly string[] }
	| { readonly type: "command"; readonly commands: readonly Command[] }
	| {
			readonly type: "wait";
			readonly waitingFor: string;
			readonly patience: Patience;
			readonly cause?: unknown;
			readonly isMoving?: boolean;
	  }
	| { readonly type: "leave"; readonly channel: Channel }
	| { readonly type: "fork"; readonly operation: Operation<Channel> }
	| { readonly type: "join" }
	| { readonly type: "facts" };

/** What an operation can be woken by. */
export type Wake =
	/** `mayRepeat`: it may as well be the last transfer's final reply, said twice. */
	| { readonly type: "reply"; readonly reply: Reply; readonly command: Command; readonly mayRepeat?: boolean }
	| Fact
	/** The data connection that is opened ahead is there, or will not be. */
	| { readonly type: "prepared" }
	/** The first bytes of a download have been taken. */
	| { readonly type: "moved"; readonly channel: Channel }
	/** All bytes of an upload have been handed over, and the end comes next. */
	| { readonly type: "sent"; readonly channel: Channel };

export type Answer = Wake | Command | SessionFacts | Task<Channel> | undefined;

/** Gives the driver an order. */
export function* perform(effect: Effect): Operation<void> {
	yield effect;
}

/** Closes a data connection, unless bytes still come over its TLS: then `recover` ends it, in a way that servers survive. */
export function* leave(channel: Channel): Operation<void> {
	yield { type: "leave", channel };
}

/** Encodes a command without sending it, so that a bad argument is found before anything was said. */
export function* encode(verb: string, ...args: string[]): Operation<Command> {
	const order: Step = { type: "encode", verb, args };
	const command = (yield order) as Command;
	if (!isAboutTelnet(command)) return command;
	const { profile } = (yield* sessionFacts()).options;
	profile.isTelnet ??= yield* readsTelnet();
	return (yield order) as Command;
}

/**
 * Whether the server reads the control connection as a Telnet stream (RFC 959, 3.1), in which 0xFF is written twice. ProFTPD does; vsftpd
 * and Pure-FTPd take both for a part of the name, which would be another file's. It makes a difference for no other byte, so it is asked
 * when that is needed first.
 */
function* readsTelnet(): Operation<boolean> {
	yield* send(telnetProbe);
	return isSuccess(yield* finalReply(telnetProbe));
}

/** Sends commands, in one write. Their replies come in the same order. */
export function* send(...commands: Command[]): Operation<void> {
	yield { type: "command", commands };
}

/**
 * Waits for whatever happens next. `waitingFor` is for errors and logs; `cause` is what has gone wrong already, the cause of it if nothing
 * comes. `isMoving`: a transfer has begun and neither end of it is near, so that something may be said beside it.
 */
export function* next(waitingFor: string, patience: Patience, cause?: unknown, isMoving?: boolean): Operation<Wake> {
	return (yield { type: "wait", waitingFor, patience, cause, isMoving: isMoving === true }) as Wake;
}

/**
 * Waits for the final reply to a command that was sent, whatever it is. Replies that are still owed to earlier commands, of
 * something that was given up, pass by.
 */
export function* finalReply(command: Command, patience: Patience = "reply"): Operation<Reply> {
	for (;;) {
		const wake = yield* next(`the reply to ${command.shown}`, patience);
		if (wake.type === "reply" && wake.command === command && !isPreliminary(wake.reply)) return wake.reply;
	}
}

/**
 * Begins to open the next data connection beside this operation, which may end before that is done. Nothing happens where one is
 * under way already, or where the server does not stand it.
 */
export function* fork(operation: Operation<Channel>): Operation<void> {
	yield { type: "fork", operation };
}

/** The data connection that is opened ahead, if there is one; it is the caller's once its outcome is known. */
export function* join(): Operation<Task<Channel> | undefined> {
	return (yield { type: "join" }) as Task<Channel> | undefined;
}

/** What the session knows. */
export function* sessionFacts(): Operation<SessionFacts> {
	return (yield { type: "facts" }) as SessionFacts;
}
