import { FTPError, FTPUsageError } from "../errors/index.ts";
import { defaultDownloadLimits, defaultListingLimits, defaultProtocolLimits, defaultTreeLimits, type Limits } from "../limits.ts";
import type { Dialect } from "../listing/dialect.ts";
import type { LoginExtras } from "../operations/connect.ts";
import type { Credentials } from "../operations/login.ts";
import type { ActiveMode } from "../operations/open-active.ts";
import { encodeCommand } from "../protocol/command.ts";
import { defaultTimeouts, type Timeouts } from "../protocol/deadlines.ts";
import type { TraceEvent } from "../protocol/effect.ts";
import { newProfile, type SessionOptions } from "../protocol/facts.ts";
import { type Clock, systemClock } from "./clock.ts";
import { checkChoice, checkFunction, checkHost, checkNames, checkPort, defaultPort, demand } from "./demand.ts";
import type { Dialer } from "./dialer.ts";
import { codecFor, type Encoding } from "./encodings/codec-for.ts";
import type { KeepAliveOptions } from "./keep-alive.ts";
import type { LoginOptions } from "./login-options.ts";
import type { AllowConnect } from "./may-connect.ts";
import type { Parts } from "./parts.ts";
import { callersError } from "./pump.ts";
import type { Retry, RetryPlan } from "./retry.ts";
import type { ServerZone } from "./time-zone.ts";

/** The options that every runtime has. One that is not known, or is spelt in another way, is an FTPUsageError. */
export interface FTPClientOptions extends LoginOptions {
	/** "anonymous" by default. */
	readonly user?: string | undefined;
	/** By default "anonymous@" for the anonymous user (RFC 1635), else empty. */
	readonly pass?: string | undefined;
	/**
	 * For servers that ask for an account with 332 while one logs in. For those that want it later (532), send it with
	 * `command("ACCT", account)`.
	 */
	readonly account?: string | undefined;
	/** 21 by default, 990 with implicit TLS. */
	readonly port?: number | undefined;
	/**
	 * `true`: explicit TLS (AUTH TLS, RFC 4217): without it nothing but AUTH itself is sent, and HOST where `virtualHost` asks for that, on any
	 * connection; unless `dataProtection` says otherwise, which lets data go in the clear. "implicit": TLS from the first byte. `false`, the
	 * default: everything, the password too, travels in the clear.
	 */
	readonly secure?: boolean | "implicit" | undefined;
	/** Milliseconds: connect 30,000, reply 60,000, stall 60,000, total unlimited. */
	readonly timeouts?: Partial<Timeouts> | undefined;
	/** "auto" by default: EPSV, and PASV where that is refused. */
	readonly passive?: "auto" | "epsv" | "pasv" | undefined;
	/**
	 * "control" by default: data connections go to the address of the control connection, and the address in a 227 reply is never
	 * dialled. "advertised": to that address. Anything else: to this host.
	 */
	readonly dataHost?: string | undefined;
	/**
	 * Active mode: the server makes the data connections, to a port of this machine, which no firewall and no NAT may stand in front of.
	 * `ports`: the first and the last to choose from. `address`: the IP address to tell the server, behind NAT. Only the control
	 * connection's other side may connect; `allowConnect` is not asked about that, because nothing is dialled. Passive mode by default; not
	 * with `SmallFTPClient`, nor where the runtime cannot listen, as on Workers.
	 */
	readonly active?: boolean | ActiveMode | undefined;
	/**
	 * How names are written on the control connection and in listings: "utf-8", "iso-8859-1" (byte for byte), or any label that the runtime's
	 * TextDecoder knows ("gbk", "shift_jis", "windows-1252", of which "latin1" is another name there); not UTF-16 and ISO-2022-JP. By default UTF-8,
	 * and ISO-8859-1 once a listing of a server that does not offer UTF8 shows that its names are something else. `SmallFTPClient` knows
	 * no others. Bytes that are no text come as U+DC80 to U+DCFF, which stand for these bytes when they are sent back.
	 */
	readonly encoding?: Encoding | undefined;
	/**
	 * "auto" by default: the whole login in one write, and the next data connection opened while the last transfer ends. A server that
	 * does not stand it is noticed, and asked one thing at a time from then on. "off": that from the beginning. "eager": the login is
	 * sent even before the server's greeting, which saves one more round trip where the server takes it; not with explicit TLS.
	 */
	readonly pipelining?: "auto" | "off" | "eager" | undefined;
	/**
	 * `true`: files and listings travel compressed, where the server offers that (MODE Z). It costs time on both sides: for slow lines and
	 * text. Not with `SmallFTPClient`. `false` by default.
	 */
	readonly compression?: boolean | undefined;
	/**
	 * Says NOOP on a control connection that has been silent for so many milliseconds, so that neither the server nor a router on the way forgets
	 * it: with nothing to do, and while the bytes of a transfer move, where one at a time is without an answer. `true`: 30,000 for both. A server that
	 * does not stand it during transfers is left alone then, as the `profile` says. On Workers a session, and so this, lives no longer than
	 * the request. Not with `SmallFTPClient`. `false` by default.
	 */
	readonly keepAlive?: KeepAliveOptions | number | boolean | undefined;
	/**
	 * The time zone of the server's clock, which LIST tells the time by; MLSD and `modifiedAt()` tell it in UTC. An IANA name ("Europe/Berlin"), or
	 * minutes ahead of UTC (-300 for New York in winter), always the same. "auto": by comparing the latest file of the first LIST with its
	 * MDTM, or the one before it, three at the most; in summer and winter the same then, and UTC where nothing is found. Not with
	 * `SmallFTPClient`. UTC by default.
	 */
	readonly serverTimeZone?: "auto" | (string & {}) | number | undefined;
	/** How lines of LIST may be written; the first dialect that accepts a line wins. All there are; `SmallFTPClient`: as on Unix. */
	readonly listingDialects?: readonly Dialect[] | undefined;
	/** How much the server may make the client hold: `Limits` has them all, with the defaults and their reasons. */
	readonly limits?: Partial<Limits> | undefined;
	/**
	 * Asked before every connection that is dialled, control and data; anything but `true`, or a promise of it, means that it is not made:
	 * FTPUsageError CONNECT_NOT_ALLOWED. It has `timeouts.connect` for its answer, in which the connection must be made as well. `host` is
	 * what is dialled: for control the name or address that the client was given, which is looked up afterwards. For data it is the address
	 * that the control connection has on Node, the name once more on Workers and behind a proxy, or what `dataHost` says. `port` is, for data,
	 * the server's choice. Who gives this decides about all ports; without it, data connections are made to no port below 1024 but 20 and 989.
	 */
	readonly allowConnect?: AllowConnect | undefined;
	/**
	 * Whether a call is tried again where the session was lost, or the server said "not now" (421, 425, 426, 450, 451), and how often. A new
	 * session is opened where that is needed, and goes to the same directory. Nothing is repeated that may have happened and must not
	 * happen twice: an `onTrace` of type "retry" tells of each time. A call can have its own. `true`: up to five times in a row, after 1,
	 * 2, 4 and 8 seconds or less. Not with `SmallFTPClient`. `false` by default.
	 */
	readonly retry?: Retry | boolean | undefined;
	/** Told what happens, secrets replaced. What it throws is ignored. */
	readonly onTrace?: ((event: TraceEvent) => void) | undefined;
}

/** What the core needs besides: an adapter gives it. */
export interface CoreOptions extends FTPClientOptions {
	readonly dialer: Dialer;
	/** For tests with virtual time. */
	readonly clock?: Clock | undefined;
}

/** Options, checked and with their defaults. */
export interface Settings {
	readonly session: SessionOptions;
	readonly credentials: Credentials;
	readonly extras?: LoginExtras | undefined;
	readonly limits: Limits;
	readonly listingDialects: readonly Dialect[];
	readonly parts: Parts;
	/** UTC where there is none. */
	readonly serverZone?: ServerZone | undefined;
	readonly dialer: Dialer;
	readonly clock: Clock;
	readonly allowConnect: FTPClientOptions["allowConnect"];
	readonly onTrace: FTPClientOptions["onTrace"];
	/** How calls are tried again that do not say so themselves; undefined: not at all. */
	readonly retry?: RetryPlan | undefined;
	readonly onChallenge?: FTPClientOptions["onChallenge"];
}

/**
 * @param parts what the class that is used can do
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function settingsOf(host: string, options: CoreOptions, parts: Parts): Settings {
	try {
		return checked(host, options, parts);
	} catch (cause) {
		// An object of the caller's that cannot be looked at.
		throw cause instanceof FTPError ? cause : new FTPUsageError("BAD_ARGUMENT", "the options cannot be read", { cause });
	}
}

function checked(host: string, options: CoreOptions, parts: Parts): Settings {
	checkNames(options, OPTIONS, "the options");
	const {
		secure = false,
		passive = "auto",
		dataHost = "control",
		user = "anonymous",
		account,
		dialer,
		clock = systemClock,
	} = options;
	const { pass = user === "anonymous" ? "anonymous@" : "", pipelining = "auto" } = options;
	const profile = parts.profile?.(options.profile) ?? newProfile();
	const codec = codecFor(options.encoding, profile, parts.legacy);
	checkChoice(secure, [true, false, "implicit"], "secure");
	checkChoice(passive, ["auto", "epsv", "pasv"], "passive");
	checkChoice(pipelining, ["auto", "off", "eager"], "pipelining");
	checkHost(host, "host");
	checkHost(dataHost, "dataHost");
	const { allowConnect } = options;
	checkFunction(allowConnect, "allowConnect");
	checkFunction(options.onTrace, "onTrace");
	demand(typeof dialer?.dial === "function", "dialer must be a dialer, as an adapter makes one");
	demand(typeof clock?.now === "function" && typeof clock.after === "function", "clock must be a Clock");
	const { listingDialects } = options;
	const areDialects = Array.isArray(listingDialects) && listingDialects.every((dialect) => typeof dialect === "function");
	demand(listingDialects === undefined || areDialects, "listingDialects must be an array of functions");
	const limits = withDefaults<Limits>(
		{ ...defaultProtocolLimits, ...defaultListingLimits, ...defaultTreeLimits, ...defaultDownloadLimits },
		options.limits,
		"limits",
	);
	const timeouts: Timeouts = withDefaults<Timeouts>({ total: undefined, ...defaultTimeouts }, options.timeouts, "timeouts");
	// They are encoded once here, so that a line end in a password is found before anything is dialled.
	for (const [verb, value] of [
		["USER", user],
		["PASS", pass],
		["ACCT", account === undefined ? "" : account],
	] as const) {
		encodeCommand(verb, [value], codec, limits.commandLine);
	}
	const { port = defaultPort(secure) } = options;
	checkPort(port, "port");
	const names = Object.keys(OPTIONS) as (keyof CoreOptions)[];
	const missing = parts.more ? undefined : names.find((name) => OPTIONS[name] && options[name]);
	demand(!missing, `${missing} needs FTPClient or FTPPool`);
	const trace = options.onTrace !== undefined;
	const settings: Settings = {
		session: {
			host,
			port,
			secure,
			codec,
			timeouts,
			limits,
			passive,
			dataHost,
			pipelining,
			profile,
			choosesTlsSession: dialer.capabilities?.resumeTls === "explicit",
			trace,
		},
		credentials: { user, pass, account },
		limits,
		listingDialects: listingDialects?.map(guarded) ?? parts.dialects,
		parts,
		dialer,
		clock,
		allowConnect,
		onTrace: options.onTrace,
	};
	return parts.more?.(settings, options) ?? settings;
}

/** What a dialect of the caller's throws is the caller's failure. */
function guarded(dialect: Dialect): Dialect {
	return (line, context) => {
		try {
			return dialect(line, context);
		} catch (cause) {
			throw callersError(cause, "A listing dialect");
		}
	};
}

/** All options, and whether a small client cannot be asked for them. A new one that is not here does not compile. */
const OPTIONS: Readonly<Record<keyof CoreOptions, boolean>> = {
	user: false,
	pass: false,
	account: false,
	port: false,
	secure: false,
	timeouts: false,
	passive: false,
	dataHost: false,
	encoding: false,
	pipelining: false,
	listingDialects: false,
	limits: false,
	allowConnect: false,
	onTrace: false,
	dialer: false,
	clock: false,
	active: true,
	compression: true,
	keepAlive: true,
	serverTimeZone: true,
	onChallenge: true,
	virtualHost: true,
	clientName: true,
	language: true,
	ftpProxy: true,
	dataProtection: true,
	profile: true,
	retry: true,
};

function withDefaults<T extends object>(defaults: T, given: Partial<T> | undefined, name: string): T {
	const all = { ...defaults };
	if (given !== undefined) checkNames(given, defaults, name);
	for (const [key, value] of Object.entries(given ?? {})) {
		if (value === undefined) continue;
		demand(typeof value === "number" && value > 0 && !Number.isNaN(value), `${name}.${key} must be a number above 0`);
		Object.assign(all, { [key]: value });
	}
	return all;
}
