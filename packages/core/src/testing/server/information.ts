import { type Handler, Refusal } from "./command.ts";
import { chooseHash, HASHES } from "./hashes.ts";
import { listing } from "./listing.ts";
import { FACTS } from "./listing-lines.ts";
import type { ServerSession } from "./session.ts";

export const noop: Handler = (session) => session.reply(200, "Still here");

export const syst: Handler = (session) => session.reply(215, "UNIX Type: L8");

/** RFC 2389, 3. */
export const feat: Handler = (session) => {
	const lines = session.settings.features(features(session));
	return session.send(
		lines.length === 0 ? ["211 No features"] : ["211-Features:", ...lines.map((line) => ` ${line}`), "211 End"],
	);
};

/** RFC 2389, 4; UTF8 by the draft that all servers follow; MLST by RFC 3659, 7.9. */
export const opts: Handler = async (session, args) => {
	const [name = "", ...rest] = args.split(" ");
	const value = rest.join(" ");
	switch (name.toUpperCase()) {
		case "UTF8":
			if (session.settings.quirks.utf8 === false) {
				throw new Refusal(501, "UTF8 is not known");
			}
			return session.reply(200, "Always in UTF8 mode");
		case "MLST": {
			const wanted = value.toLowerCase().split(";");
			session.mlstFacts = FACTS.filter((fact) => wanted.includes(fact.toLowerCase()));
			return session.reply(200, `MLST OPTS ${session.mlstFacts.map((fact) => `${fact};`).join("")}`.trimEnd());
		}
		case "HASH":
			return chooseHash(session, value);
		default:
			throw new Refusal(501, "This option is not known");
	}
};

/** Without an argument about the session, else a listing over the control connection (RFC 959, 4.1.3). */
export const stat: Handler = async (session, args) => {
	if (args === "") {
		const who = session.loginStep === "done" ? `Logged in as ${session.userName}` : "Not logged in";
		const how = `TYPE ${session.type}, ${session.secured ? "TLS" : "no TLS"}, data protection ${session.protection}`;
		return session.send(["211-Status:", ` ${who}`, ` ${how}`, "211 End of status"]);
	}
	if (session.loginStep !== "done") {
		throw new Refusal(530, "Log in first");
	}
	return session.send(["213-Status follows:", ...listing(session, args).lines, "213 End of status"]);
};

function features(session: ServerSession): string[] {
	const { quirks } = session.settings;
	const chosen = session.mlstFacts ?? FACTS;
	const secure = session.host.startTls === undefined ? [] : ["AUTH TLS", "PBSZ", "PROT"];
	const mlst = `MLST ${FACTS.map((fact) => `${fact}${chosen.includes(fact) ? "*" : ""};`).join("")}`;
	const hash = `HASH ${HASHES.map((name) => `${name}${name === session.hash ? "*" : ""}`).join(";")}`;
	const own = ["XCRC", "XSHA1", "XSHA256", "XSHA512"];
	const utf8 = quirks.utf8 === false ? [] : ["UTF8"];
	const rest = ["AVBL", "EPSV", hash, "MDTM", "MFMT", mlst, "PASV", "REST STREAM", "SIZE", "TVFS", ...utf8, ...own];
	return [...secure, ...rest].filter((line) => session.knows(line.split(" ")[0] ?? ""));
}
