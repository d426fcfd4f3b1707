import { checkHost, checkPort, demand } from "./demand.ts";
import { utf8 } from "./encodings/utf8.ts";
import type { FTPClientOptions } from "./options.ts";

/** What an FTP URL says, decoded. */
export interface FTPUrl {
	/** A name or an address, an IPv6 address without its brackets. */
	readonly host: string;
	/** `undefined` where the URL names none: then it is 21, or 990 with implicit TLS. */
	readonly port: number | undefined;
	/** `ftp:` false, `ftpes:` true (AUTH TLS), `ftps:` "implicit". */
	readonly secure: boolean | "implicit";
	readonly user: string | undefined;
	readonly pass: string | undefined;
	/** As the methods take it: from where a login leads to, or from the root where it begins with "/". Empty for where a login leads to. */
	readonly path: string;
	/** `;type=i` or `;type=a`. */
	readonly type: "binary" | "ascii" | undefined;
	/** The URL ends with "/" or `;type=d`, or has no path. */
	readonly isDirectory: boolean;
}

const SCHEMES: ReadonlyMap<string, FTPUrl["secure"]> = new Map<string, FTPUrl["secure"]>([
	["ftp", false],
	["ftpes", true],
	["ftps", "implicit"],
]);

/**
 * Scheme, name and password, host, port, path (RFC 3986, 3). Nothing in it can match in two ways, so it takes linear time. No backslash in front
 * of the host: for `URL` it would end the host there, and whoever asks that whether `ftp://one\@other` is allowed is told of the one.
 */
const URL_PARTS = /^([a-z]+):\/\/(?:([^/?#\\]*)@)?(\[[^/?#@[\]]*\]|[^/?#@:[\]]*)(?::(\d*))?(\/[^?#]*)?$/i;

/**
 * Takes an FTP URL apart (RFC 1738, 3.2; RFC 3986): `ftp://user:pass@host:port/path;type=i`, `ftpes:` for explicit and `ftps:` for implicit
 * TLS. A path is relative to where the login leads to; `ftp://host/%2Fetc/motd` is `/etc/motd`, and so is `ftp://host//etc/motd`. Its parts are
 * decoded first and looked at then. What is no UTF-8 when decoded is kept as the bytes that it is.
 * @throws FTPUsageError BAD_ARGUMENT for what is no FTP URL, for line ends and NUL in it, however encoded, and for an IPv4 address in
 * another form than `192.0.2.1`
 */
export function parseFTPUrl(url: string | URL): FTPUrl {
	demand(typeof url === "string" || url instanceof URL, "An FTP URL is a string or a URL");
	const text = String(url);
	demand(!/[\s\p{Cc}]/u.test(text), "An FTP URL has no blanks, line ends or control characters in it: encode them with %");
	const [, scheme = "", login, name = "", digits = "", rawPath = ""] = URL_PARTS.exec(text) ?? [];
	const secure = SCHEMES.get(scheme.toLowerCase());
	demand(secure !== undefined, "An FTP URL is ftp://user:pass@host:port/path, or ftps:// or ftpes://, without ? and #");
	const decode = decoder();
	const isLiteral = name.startsWith("[");
	const host = decode(isLiteral ? name.slice(1, -1) : name, "host");
	checkHost(isLiteral === host.includes(":") ? host : "", "The URL's host");
	const port = digits === "" ? undefined : Number(digits);
	if (port !== undefined) checkPort(port, "The URL's port");
	const colon = login?.indexOf(":") ?? -1;
	const [, way = "", type] = /^(.*?)(?:;type=([^;/]*))?$/is.exec(rawPath) ?? [];
	const letter = type?.toLowerCase();
	demand([undefined, "a", "i", "d"].includes(letter), "The URL's type must be a, i or d");
	const whole = way
		.slice(1)
		.split("/")
		.map((part) => decode(part, "path"))
		.join("/");
	const path = whole.replace(/(?<!\/)\/+$/, "");
	return {
		host,
		port,
		secure,
		user: login === undefined ? undefined : decode(colon < 0 ? login : login.slice(0, colon), "user"),
		pass: login === undefined || colon < 0 ? undefined : decode(login.slice(colon + 1), "password"),
		path: path === "" && whole !== "" ? "/" : path,
		type: letter === "a" ? "ascii" : letter === "i" ? "binary" : undefined,
		isDirectory: letter === "d" || path !== whole || whole === "",
	};
}

/**
 * A client's first argument and its options, where that may be a URL. What is set in the options counts before what the URL says.
 * @throws FTPUsageError BAD_ARGUMENT, also for a URL with a path: a client is for a server, not for a file
 */
export function located<Options extends FTPClientOptions>(
	host: string | URL,
	options: Options,
): [host: string, options: Options] {
	const isUrl = host instanceof URL || (typeof host === "string" && host.includes("://"));
	if (!isUrl || typeof options !== "object" || options === null) return [host as string, options];
	const { host: name, port, secure, user, pass, path, type } = parseFTPUrl(host);
	demand(path === "" && !type, "A client takes a URL without a path and type: take this one apart with parseFTPUrl()");
	const set = Object.entries(options).filter(([, value]) => value !== undefined);
	return [name, { port, secure, user, pass, ...(Object.fromEntries(set) as Options) }];
}

/** Takes the % out of a part. @throws FTPUsageError BAD_ARGUMENT; the text itself is never in the message, since it may be a password */
function decoder(): (text: string, part: string) => string {
	const codec = utf8();
	return (text, part) => {
		demand(!/%(?![0-9a-f]{2})/i.test(text), `The URL's ${part} has a % without two hexadecimal digits behind it`);
		const pieces = text.split(/(%[0-9a-f]{2})/i);
		const bytes = pieces.flatMap((piece) => (piece[0] === "%" ? Number.parseInt(piece.slice(1), 16) : [...codec.encode(piece)]));
		const isSafe = !bytes.some((byte) => byte === 0x0a || byte === 0x0d || byte === 0);
		demand(isSafe, `The URL's ${part} contains a line end or NUL, which FTP cannot carry`);
		return codec.decode(Uint8Array.from(bytes));
	};
}
