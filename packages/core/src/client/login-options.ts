import { answerTo } from "../operations/challenge.ts";
import { chooseHost } from "../operations/choose-host.ts";
import type { LoginExtras } from "../operations/connect.ts";
import { introduce } from "../operations/introduce.ts";
import type { Credentials } from "../operations/login.ts";
import { type FTPProxyRoute, loginThrough } from "../operations/login-through.ts";
import { encodeCommand } from "../protocol/command.ts";
import type { ServerProfile } from "../protocol/facts.ts";
import { checkChoice, checkFunction, checkHost, checkNames, checkPort, defaultPort, demand } from "./demand.ts";
import type { CoreOptions, Settings } from "./options.ts";

/** A proxy that speaks FTP itself. With `secure`, TLS is between here and the proxy, and the certificate has to be the proxy's. */
export interface FTPProxy {
	readonly host: string;
	/** 21 by default, 990 with implicit TLS. */
	readonly port?: number | undefined;
	/**
	 * How it is told where to go. "user@host", the default: `USER name@server`. "open": `OPEN server`, "site": `SITE server`, and then USER. A
	 * port other than 21 stands behind the server's name, with a colon. For a proxy that wants both names and both passwords at once
	 * (`USER name@proxyname@server`), connect to it as if it were the server, and give them so as `user` and `pass`.
	 */
	readonly style?: FTPProxyRoute["style"] | undefined;
	/** Where the proxy wants a login of its own, which comes first. */
	readonly user?: string | undefined;
	readonly pass?: string | undefined;
}

/** The options of logins that are more than a name and a password. Not with `SmallFTPClient`. */
export interface LoginOptions {
	/**
	 * Asked for the password when the server challenges with a one-time password (331 with "otp-md5 499 ke1234" or "s/key 99 ke4452"), or
	 * asks for any and there is no `pass`. It is given the text of the 331, and has `timeouts.reply` for its answer. What it throws ends the
	 * login, as FTPAbortError with that as its `cause`. It is asked once a session: by a pool for each, and when one is replaced.
	 */
	readonly onChallenge?: ((challenge: string) => string | Promise<string>) | undefined;
	/**
	 * Which of the servers at one address is meant (HOST, RFC 7151). It is said before TLS and before the login; a server that refuses it, or
	 * does not know HOST, gets neither name nor password (FTPReplyError). A certificate must show the name that was dialled, all the same.
	 */
	readonly virtualHost?: string | undefined;
	/** What the client calls itself (CLNT), where the server offers to be told. Some grant UTF-8 only then. */
	readonly clientName?: string | undefined;
	/** The language that replies are to be written in (LANG, RFC 2640, 4), such as "en-US", where the server offers it. A refusal is no error. */
	readonly language?: string | undefined;
	/** An FTP proxy on the way, as firewalls have them. It is dialled in place of the server, for data as well; `allowConnect` is asked about it. */
	readonly ftpProxy?: FTPProxy | undefined;
	/**
	 * "private", the default with `secure`: data connections are encrypted (PROT P). "clear": only the control connection is, so that files and
	 * listings can be read, and changed, by anybody on the way (PROT C). Only with `secure`.
	 */
	readonly dataProtection?: "private" | "clear" | undefined;
	/**
	 * What an earlier client has learnt of this server: its `profile`, kept anywhere in between. Parts of it that are not right are left out;
	 * `null`, for a store that has nothing, is none. Give it only to clients of the same server.
	 */
	readonly profile?: Partial<ServerProfile> | null | undefined;
}

/** Its settings, with what these options change. @throws FTPUsageError BAD_ARGUMENT */
export function withLogins(settings: Settings, options: CoreOptions): Settings {
	const { onChallenge, virtualHost, clientName, language, ftpProxy, dataProtection } = options;
	const { secure, codec, limits } = settings.session;
	checkFunction(onChallenge, "onChallenge");
	demand(dataProtection === undefined || secure !== false, "dataProtection is for sessions with TLS: set secure, too");
	checkChoice(dataProtection, [undefined, "private", "clear"], "dataProtection");
	demand(!virtualHost || !ftpProxy, "virtualHost cannot be told through an ftpProxy");
	if (virtualHost !== undefined) checkHost(virtualHost, "virtualHost");
	if (clientName !== undefined) encodeCommand("CLNT", [clientName], codec, limits.commandLine);
	const isTag = language === undefined || (typeof language === "string" && /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i.test(language));
	demand(isTag, 'language must be a language tag, such as "en-US"');
	const credentials: Credentials = {
		...settings.credentials,
		respond: onChallenge && ((challenge) => answerTo(challenge, options.pass)),
	};
	const route = ftpProxy === undefined ? undefined : routeOf(ftpProxy, settings, options);
	const extras: LoginExtras = {
		chooseHost: virtualHost === undefined ? undefined : () => chooseHost(virtualHost),
		logIn: route && (() => loginThrough(route, credentials)),
		secret: route?.credentials?.pass,
		introduce: (clientName ?? language) === undefined ? undefined : () => introduce({ clientName, language }),
	};
	return {
		...settings,
		session: {
			...settings.session,
			...(ftpProxy && { host: ftpProxy.host, port: ftpProxy.port ?? defaultPort(secure) }),
			clearData: dataProtection === "clear",
		},
		credentials,
		extras,
		onChallenge,
	};
}

const PROXY_KEYS: Readonly<Record<keyof FTPProxy, 0>> = { host: 0, port: 0, style: 0, user: 0, pass: 0 };

function routeOf(ftpProxy: FTPProxy, settings: Settings, options: CoreOptions): FTPProxyRoute {
	checkNames(ftpProxy, PROXY_KEYS, "ftpProxy");
	const { host, port, style = "user@host", user, pass = "" } = ftpProxy;
	const { codec, limits } = settings.session;
	checkHost(host, "ftpProxy.host");
	if (port !== undefined) checkPort(port, "ftpProxy.port");
	checkChoice(style, ["user@host", "open", "site"], "ftpProxy.style");
	demand(user !== undefined || ftpProxy.pass === undefined, "ftpProxy has a pass, but no user");
	const name = settings.session.host;
	const behind = options.port === undefined || options.port === 21 ? "" : `:${options.port}`;
	const server = `${name.includes(":") ? `[${name}]` : name}${behind}`;
	encodeCommand("USER", [`${settings.credentials.user}@${server}`], codec, limits.commandLine);
	if (user === undefined) return { style, server };
	encodeCommand("USER", [user], codec, limits.commandLine);
	encodeCommand("PASS", [pass], codec, limits.commandLine);
	return { style, server, credentials: { user, pass } };
}
