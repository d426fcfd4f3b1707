import { type Handler, Refusal } from "./command.ts";
import type { ServerSession } from "./session.ts";

/** RFC 2428, 3. */
export const epsv: Handler = async (session, args) => {
	if (args.toUpperCase() === "ALL") {
		session.epsvOnly = true;
		return session.reply(200, "EPSV ALL");
	}
	const family = isIpv6(session) ? "2" : "1";
	if (args !== "" && args !== family) {
		throw new Refusal(522, `Network protocol not supported, use (${family})`);
	}
	const port = await open(session);
	const { epsvReply } = session.settings.quirks;
	await session.send([epsvReply?.(port) ?? `229 Entering Extended Passive Mode (|||${port}|)`]);
};

/** RFC 959, 4.1.2: it can only name an IPv4 address. */
export const pasv: Handler = async (session) => {
	const { pasvReply, pasvAddress } = session.settings.quirks;
	if (session.epsvOnly) {
		throw new Refusal(501, "EPSV ALL was sent");
	}
	if (pasvAddress === undefined && isIpv6(session)) {
		throw new Refusal(425, "Use EPSV: this is IPv6");
	}
	const port = await open(session);
	const address = (pasvAddress ?? session.host.address ?? "127.0.0.1").replaceAll(".", ",");
	const [high, low] = [port >> 8, port & 0xff];
	await session.send([pasvReply?.(address, high, low) ?? `227 Entering Passive Mode (${address},${high},${low})`]);
};

async function open(session: ServerSession): Promise<number> {
	session.takePassive()?.close();
	session.passive = await session.host.listen();
	return session.passive.port;
}

function isIpv6(session: ServerSession): boolean {
	return session.host.address?.includes(":") ?? false;
}
