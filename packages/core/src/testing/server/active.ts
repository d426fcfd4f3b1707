import { FTPNetworkError } from "../../errors/index.ts";
import { type Handler, Refusal } from "./command.ts";
import type { ServerSession } from "./session.ts";

/** RFC 959, 4.1.2: four numbers of an IPv4 address and two of a port. */
export const port: Handler = async (session, args) => {
	const numbers = /^(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})$/.exec(args)?.slice(1).map(Number);
	if (numbers?.every((number) => number <= 255) !== true) {
		throw new Refusal(501, "Six numbers are needed");
	}
	const [high = 0, low = 0] = numbers.slice(4);
	await choose(session, numbers.slice(0, 4).join("."), high * 256 + low, "PORT");
};

/** RFC 2428, 2. */
export const eprt: Handler = async (session, args) => {
	const [, family, host, number] = /^\|([12])\|([\da-fA-F:.]+)\|(\d{1,5})\|$/.exec(args) ?? [];
	if (host === undefined || (family === "2") !== host.includes(":")) {
		throw new Refusal(501, "|1|address|port| or |2|address|port| is needed");
	}
	await choose(session, host, Number(number), "EPRT");
};

/** Only a port of the client's own, and none that is a service's: a server must not be sent against others (RFC 2577, 3). */
async function choose(session: ServerSession, host: string, number: number, command: string): Promise<void> {
	const connect = session.host.connect?.bind(session.host);
	if (connect === undefined) {
		throw new Refusal(502, "Only passive mode here");
	}
	if (session.epsvOnly) {
		throw new Refusal(501, "EPSV ALL was sent");
	}
	if (host !== session.connection.remoteAddress || number < 1024 || number > 65535) {
		throw new Refusal(500, `Illegal ${command} command`);
	}
	session.takePassive()?.close();
	const abort = new AbortController();
	const close = (): void => abort.abort(new FTPNetworkError("CONNECT_FAILED", "The data connection was not made in time"));
	// To whoever needs the data connection, it is all the same which side has made it.
	session.passive = { port: number, accept: () => connect(host, number, abort.signal), close };
	await session.reply(200, `${command} command successful`);
}
