import { type Handler, Refusal, required } from "./command.ts";
import { parseTimestamp } from "./listing-lines.ts";

const chmod: Handler = async (session, args) => {
	const [, mode = "", name = ""] = /^([0-7]{3,4}) (.+)$/s.exec(args) ?? [];
	if (name === "") {
		throw new Refusal(501, "SITE CHMOD wants a mode in octal and a name");
	}
	session.files.change(session.resolve(name), { mode: Number.parseInt(mode, 8) });
	await session.reply(200, "SITE CHMOD command ok");
};

/** The long form: name, times of access, modification and creation, "UTC"; or the short one: time and name. */
const utime: Handler = async (session, args) => {
	const [, long, time] = /^(.+) \d{14} (\d{14}) \d{14} UTC$/s.exec(args) ?? [];
	const [, shortTime, short] = /^(\d{14}) (.+)$/s.exec(args) ?? [];
	const modifiedAt = parseTimestamp(time ?? shortTime ?? "");
	if (modifiedAt === undefined) {
		throw new Refusal(501, "SITE UTIME wants YYYYMMDDHHMMSS and a name");
	}
	session.files.change(session.resolve(long ?? short ?? ""), { modifiedAt });
	await session.reply(200, "SITE UTIME command ok");
};

const COMMANDS: ReadonlyMap<string, Handler> = new Map(Object.entries({ CHMOD: chmod, UTIME: utime }));

/** SITE (RFC 959, 4.1.3): `quirks.without` takes "SITE CHMOD", too. */
export const site: Handler = async (session, args) => {
	const [, word = "", rest = ""] = /^(\S+) ?(.*)$/s.exec(required(args)) ?? [];
	const name = word.toUpperCase();
	const handler = session.knows(`SITE ${name}`) ? COMMANDS.get(name) : undefined;
	if (handler === undefined) {
		throw new Refusal(500, "This SITE command is not known");
	}
	await handler(session, rest);
};
