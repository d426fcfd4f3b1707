import { FTPUsageError } from "../errors/index.ts";

export type AllowConnect = (host: string, port: number, purpose: "control" | "data") => boolean | Promise<boolean>;

/**
 * Where nobody else decides: data connections go to no port below 1024. No server takes one of these for them by itself, since its system
 * grants them to the services that are known by them: SSH, SMTP, HTTP. 20 and 989 belong to FTP's own data.
 */
function byDefault(_host: string, port: number, purpose: "control" | "data"): boolean {
	return purpose === "control" || port >= 1024 || port === 20 || port === 989;
}

/**
 * The only place that is asked before something is dialled. Nothing but `true` is a yes: a guard that forgets to answer, or answers with an
 * object, has not agreed.
 * @throws FTPUsageError CONNECT_NOT_ALLOWED
 */
export async function mayConnect(
	allowConnect: AllowConnect | undefined,
	host: string,
	port: number,
	purpose: "control" | "data",
): Promise<void> {
	let cause: unknown;
	try {
		if ((await (allowConnect ?? byDefault)(host, port, purpose)) === true) return;
	} catch (thrown) {
		cause = thrown;
	}
	const who = allowConnect ? "allowConnect" : "The default, no data on ports below 1024,";
	const message = `${who} does not allow the ${purpose} connection to ${host}:${port}`;
	throw new FTPUsageError("CONNECT_NOT_ALLOWED", message, cause === undefined ? {} : { cause });
}
