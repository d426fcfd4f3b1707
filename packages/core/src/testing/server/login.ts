import { type Handler, Refusal, required } from "./command.ts";
import type { ServerSession } from "./session.ts";

export const user: Handler = async (session, args) => {
	if (session.settings.requireTls && !session.secured) {
		throw new Refusal(530, "Only over TLS: send AUTH TLS first");
	}
	session.forgetUser();
	session.userName = required(args);
	const { users } = session.settings;
	// A name that nobody has is asked for its password like all others, so that names cannot be guessed.
	session.user = users === undefined ? {} : users.get(args);
	if (session.user?.withoutPassword) {
		await finish(session);
	} else {
		session.loginStep = "password";
		await session.reply(331, "Now the password");
	}
};

export const pass: Handler = async (session, args) => {
	if (session.loginStep !== "password") {
		throw new Refusal(503, session.loginStep === "done" ? "Already logged in" : "USER comes first");
	}
	const { user: known } = session;
	if (known === undefined || (known.password !== undefined && known.password !== args)) {
		session.forgetUser();
		throw new Refusal(530, "Login incorrect");
	}
	if (known.account === undefined) {
		await finish(session);
	} else {
		session.loginStep = "account";
		await session.reply(332, "Now the account");
	}
};

export const acct: Handler = async (session, args) => {
	if (session.loginStep === "done") {
		await session.reply(202, "No account is needed");
	} else if (session.loginStep !== "account") {
		throw new Refusal(503, "USER and PASS come first");
	} else if (session.user?.account === args) {
		await finish(session);
	} else {
		session.forgetUser();
		throw new Refusal(530, "Login incorrect");
	}
};

export const rein: Handler = async (session) => {
	session.forgetUser();
	await session.reply(220, "Ready for a new user");
};

export const quit: Handler = async (session) => {
	session.leaving = true;
	await session.reply(221, "Goodbye");
};

async function finish(session: ServerSession): Promise<void> {
	session.loginStep = "done";
	session.directory = session.resolve(session.user?.home ?? "/");
	await session.reply(230, "Logged in");
}
