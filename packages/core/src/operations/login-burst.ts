import { FTPReplyError } from "../errors/index.ts";
import { type Command, greetingCommand } from "../protocol/command.ts";
import { parseFeatures } from "../protocol/features.ts";
import { encode, fork, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { isRefusal, isSuccess, type Reply } from "../protocol/reply.ts";
import { finalReply } from "./exchange.ts";
import { greeted } from "./greet.ts";
import { type Credentials, isAscii, needsNoLogin } from "./login.ts";
import { openAhead } from "./open-data.ts";
import { isGranted, UNKNOWN } from "./secure.ts";

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
	const { secure, codec, profile } = facts.options;
	const user = yield* encode("USER", credentials.user);
	const pass = yield* encode("PASS", credentials.pass);
	const protection = secure ? [yield* encode("PBSZ", "0"), yield* encode("PROT", "P")] : [];
	const feat = yield* encode("FEAT");
	const utf8 = codec.label === "utf-8" ? [yield* encode("OPTS", "UTF8", "ON")] : [];
	const type = yield* encode("TYPE", "I");
	// Which bytes the server takes for a name that is not ASCII depends on UTF8 being on.
	const [first, later] = isAscii(credentials) ? [[], utf8] : [utf8, []];
	const login = isGreeted && needsNoLogin(facts) ? [] : [user, pass];
	const commands = [...first, ...login, ...protection, feat, ...later, type];

	facts.inBurst = true;
	if (!isGreeted) yield* send(greetingCommand);
	yield* send(...commands);
	if (facts.outlook === "transfer") yield* fork(openAhead());
	if (!isGreeted) yield* greeted();
	const replies = yield* collect(commands, pass);
	facts.inBurst = false;

	const codeOf = (command: Command): number => replies.get(command)?.code ?? 0;
	const isFine = (command: Command): boolean => codeOf(command) >= 200 && codeOf(command) < 300;
	// 230 out of place is the answer to PASS of a server that has answered what came behind it first.
	const isLoggedIn =
		needsNoLogin(facts) || isFine(user) || isFine(pass) || [...replies.values()].some(({ code }) => code === 230);
	if (!isLoggedIn) {
		for (const command of [user, pass]) {
			const reply = replies.get(command);
			if (reply && isRefusal(reply) && !UNKNOWN.has(reply.code) && reply.code !== 503) {
				throw new FTPReplyError(command.shown, reply);
			}
		}
		return { isLoggedIn, isSettled: false };
	}
	const isSettled =
		isFine(type) &&
		![503, 530].includes(codeOf(feat)) &&
		protection.every((command) => isGranted(replies.get(command), secure === "implicit"));
	if (!isSettled) {
		profile.isLockStep = true;
		return { isLoggedIn, isSettled };
	}
	const features = replies.get(feat);
	if (features && isSuccess(features)) facts.features = parseFeatures(features);
	facts.privateData = secure !== false;
	return { isLoggedIn, isSettled };
}

/** The replies to a burst. Some servers hang up after a wrong password, so from there on nothing is waited for that need not come. */
function* collect(commands: readonly Command[], pass: Command): Operation<Map<Command, Reply>> {
	const facts = yield* sessionFacts();
	const replies = new Map<Command, Reply>();
	let refusal: FTPReplyError | undefined;
	try {
		for (const command of commands) {
			const reply = yield* finalReply(command, refusal ? "grace" : "burst");
			replies.set(command, reply);
			if (command === pass && reply.code === 530) {
				refusal = new FTPReplyError(command.shown, reply);
				facts.lossReason = refusal;
				facts.inBurst = false;
			}
		}
	} catch (error) {
		throw refusal ?? error;
	}
	facts.lossReason = undefined;
	return replies;
}
