import type { Operation } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";
import { type Credentials, signIn } from "./login.ts";

/** A proxy that speaks FTP itself, as firewalls have them; no RFC says how it is told where to go. */
export interface FTPProxyRoute {
	/**
	 * "user@host": `USER name@server`; "open": `OPEN server`, and then USER; "site": `SITE server`, and then USER. A port other than 21 stands
	 * behind the server's name, with a colon. Known under these names to lftp and FileZilla.
	 */
	readonly style: "user@host" | "open" | "site";
	/** The server, and its port where that is not 21. */
	readonly server: string;
	/** Where the proxy itself wants a login, before anything else. */
	readonly credentials?: Credentials | undefined;
}

/** Logs in to a server through an FTP proxy, one command at a time: what is sent behind a command may be lost while the proxy dials. */
export function* loginThrough(proxy: FTPProxyRoute, credentials: Credentials): Operation<void> {
	const { style, server } = proxy;
	if (proxy.credentials) yield* signIn(proxy.credentials);
	if (style === "user@host") {
		yield* signIn({ ...credentials, user: `${credentials.user}@${server}` });
	} else {
		yield* simple(style, server);
		yield* signIn(credentials);
	}
}
