import { FTPReplyError } from "../errors/index.ts";
import { type Command, greetingCommand } from "../protocol/command.ts";
import type { Patience } from "../protocol/deadlines.ts";
import { encode, finalReply, fork, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { isRefusal, type Reply } from "../protocol/reply.ts";
import { greeted } from "./greet.ts";
import { type Credentials, isAscii, needsNoLogin } from "./login.ts";
import { askForUtf8, keepFeatures } from "./negotiate.ts";
import { openAhead } from "./open-data.ts";
import { isGranted, mayBeUnknown, protection } from "./secure.ts";
import { isUnknownForm } from "./unknown-command.ts";

/** How far a burst has brought the session. What it has not, is done one by one. */
export interface BurstResult {
	readonly isLoggedIn: boolean;
	readonly isSettled: boolean;
}

/**
 * Everything between greeting and first transfer in one write: USER and PASS, PBSZ and PROT, FEAT, OPTS UTF8, TYPE, and EPSV where a
 * transfer waits already. None of them needs the answer to another, if all goes well; three round trips instead of ten.
 *
 * A refused login is an error at once. Replies that do not fit (commands that the server calls unknown or out of order, as one
 * does that looks at the next before it has finished the last) are no error: the rest is asked again, and the server's profile
 * says that it wants one command at a time.
 */
export function* loginBurst(credentials: Credentials, isGreeted: boolean): Operation<BurstResult> {
	const facts = yield* sessionFacts();
	const { secure, clearData, codec, profile } = facts.options;
	const user = yield* encode("USER", credentials.user);
	const pass = yield* encode("PASS", credentials.pass);
	const protect = yield* protection(facts.options);
	const feat = yield* encode("FEAT");
	const utf8 = codec.label === "utf-8" ? [yield* encode("OPTS", "UTF8", "ON")] : [];
	const type = yield* encode("TYPE", "I");
	// Which bytes the server takes for a name that is not ASCII depends on UTF8 being on.
	const [first, later] = isAscii(credentials) ? [[], utf8] : [utf8, []];
	const login = isGreeted && needsNoLogin(facts) ? [] : [user, pass];
	const commands = [...first, ...login, ...protect, feat, ...later, type];

	facts.inBurst = true;
	if (!isGreeted) yield* send(greetingCommand);
	yield* send(...commands);
	if (facts.outlook === "transfer") yield* fork(openAhead());
	if (!isGreeted) yield* greeted();
	const replies = yield* collect(commands, user, pass);
	facts.inBurst = false;

	const codeOf = (command: Command): number => replies.get(command)?.code ?? 0;
	const isFine = (command: Command): boolean => isGranted(replies.get(command), false);
	// 230 out of place, mostly last, is the answer to PASS of a server that has answered what came behind it first. 530 in that place is,
	// too, where PASS seems granted: pyftpdlib tells what it can do to anybody, and takes its time over a wrong password.
	const isLoggedIn = needsNoLogin(facts) || hasCode(replies, 230) || ((isFine(user) || isFine(pass)) && codeOf(type) !== 530);
	const isSettled =
		isLoggedIn &&
		isFine(type) &&
		codeOf(type) !== 230 &&
		![503, 530].includes(codeOf(feat)) &&
		protect.every((command) => isGranted(replies.get(command), mayBeUnknown(facts.options)));
	if (!isSettled) {
		// A server that asks for an account does as it should.
		if (!hasCode(replies, 332)) profile.isLockStep = true;
		const late = replies.get(type);
		if (!isLoggedIn && isFine(pass) && late) throw new FTPReplyError(pass.shown, late);
		return { isLoggedIn, isSettled };
	}
	profile.isLockStep ??= false;
	const features = replies.get(feat);
	if (features) keepFeatures(facts, features);
	// A server that was known for other names has learnt it since.
	if (utf8.length === 0) yield* askForUtf8();
	facts.privateData = secure !== false && !clearData;
	return { isLoggedIn, isSettled };
}

/**
 * The replies to a burst.
 * @throws FTPReplyError for a refused login. Some servers hang up after it, and some fall silent, but others have not said all yet.
 */
function* collect(commands: readonly Command[], user: Command, pass: Command): Operation<Map<Command, Reply>> {
	const facts = yield* sessionFacts();
	const replies = new Map<Command, Reply>();
	let refusal: FTPReplyError | undefined;
	let patience: Patience = "burst";
	try {
		for (const command of commands) {
			const reply = yield* finalReply(command, patience);
			replies.set(command, reply);
			patience = "burst";
			// What is said to PASS counts only where it was asked for.
			const isDecisive = command === user || (command === pass && replies.get(user)?.code === 331);
			if (isDecisive && isRefused(reply) && !needsNoLogin(facts)) {
				refusal = new FTPReplyError(command.shown, reply);
				patience = "grace";
				facts.lossReason = refusal;
				facts.inBurst = false;
			}
		}
	} catch (error) {
		throw refusal ?? error;
	}
	facts.lossReason = undefined;
	if (refusal && !hasCode(replies, 230)) throw refusal;
	return replies;
}

function hasCode(replies: ReadonlyMap<Command, Reply>, wanted: number): boolean {
	return [...replies.values()].some(({ code }) => code === wanted);
}

/** Refused, and not only unknown or out of order. */
function isRefused(reply: Reply): boolean {
	return isRefusal(reply) && !isUnknownForm(reply) && reply.code !== 503;
}
