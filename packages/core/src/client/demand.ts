import { FTPUsageError } from "../errors/index.ts";

/** @throws FTPUsageError BAD_ARGUMENT with this message, unless all is right */
export function demand(isRight: boolean, message: string): asserts isRight {
	if (!isRight) throw new FTPUsageError("BAD_ARGUMENT", message);
}

/** A name or an address, alone: no port, no user, no brackets, nothing that a resolver might read in another way. */
export function checkHost(host: string, name: string): void {
	const isName = /^[\p{L}\p{N}._-]+$/u;
	const isIPv6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?$/i;
	const isHost = typeof host === "string" && host.length <= 253 && (isName.test(host) || isIPv6.test(host));
	demand(isHost, `${name} must be the name or the address of a server, and nothing else`);
}

export function checkPort(port: number, name: string): void {
	demand(Number.isInteger(port) && port >= 1 && port <= 65535, `${name} must be a whole number from 1 to 65535`);
}

/** Where servers listen, unless told; for TLS from the first byte they have another port. */
export function defaultPort(secure: boolean | "implicit"): number {
	return secure === "implicit" ? 990 : 21;
}

/** An IPv4 address as it is written. Shorter forms, and octal and hexadecimal numbers, some resolvers read, too. */
export function isIPv4(text: string): boolean {
	return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}
