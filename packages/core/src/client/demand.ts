import { FTPUsageError } from "../errors/index.ts";

/** @throws FTPUsageError BAD_ARGUMENT with this message, unless all is right */
export function demand(isRight: boolean, message: string): asserts isRight {
	if (!isRight) throw new FTPUsageError("BAD_ARGUMENT", message);
}

/**
 * An object, and nothing in it that is not known: a misspelt option is ignored in silence otherwise, and with `Secure: true` a password
 * would travel in the clear. What is undefined may be there, for it asks for nothing.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function checkNames(given: object, known: object, what: string): void {
	demand(typeof given === "object" && given !== null && !Array.isArray(given), `${what} must be an object`);
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined || Object.hasOwn(known, name)) continue;
		const meant = Object.keys(known).find((other) => other.toLowerCase() === name.toLowerCase());
		demand(false, `${what} cannot have ${JSON.stringify(name)}${meant ? `: ${meant} is meant` : ""}`);
	}
}

/** A callback, where there is one. @throws FTPUsageError BAD_ARGUMENT */
export function checkFunction(value: unknown, name: string): void {
	demand(value === undefined || typeof value === "function", `${name} must be a function`);
}

/** @throws FTPUsageError BAD_ARGUMENT */
/** @param choices of which `undefined` is one only where it is among them */
export function checkChoice(value: unknown, choices: readonly unknown[], name: string): void {
	const words = choices.filter((choice) => choice !== undefined).map((choice) => JSON.stringify(choice));
	const last = words.pop();
	demand(choices.includes(value), `${name} must be ${words.join(", ")} or ${last}`);
}

export function checkFlag(value: unknown, name: string): void {
	checkChoice(value, [undefined, true, false], name);
}

/** A name or an address, alone: no port, no user, no brackets, nothing that a resolver might read in another way. */
export function checkHost(host: string, name: string): void {
	const isName = /^[\p{L}\p{N}._-]+$/u;
	const isIPv6 = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?$/i;
	// A number that only resolvers know for an address would pass by whoever looks at hosts, `allowConnect` for one.
	const isNumber = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;
	const isShort = typeof host === "string" && host.length <= 253;
	const isPlain = isShort && isName.test(host) && (isIPv4(host) || !isNumber.test(host)) && host === host.normalize("NFKC");
	demand(isPlain || (isShort && isIPv6.test(host)), `${name} must be the name or the address of a server, and nothing else`);
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
