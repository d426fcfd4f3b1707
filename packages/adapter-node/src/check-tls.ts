import { X509Certificate } from "node:crypto";
import { DEFAULT_MAX_VERSION, DEFAULT_MIN_VERSION } from "node:tls";
import { FTPUsageError } from "@isoftp/core";
import type { NodeTlsOptions } from "./tls-options.ts";

type Check = (value: unknown) => boolean;

const VERSIONS: readonly unknown[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] satisfies NodeTlsOptions["minVersion"][];
const isVersion: Check = (value) => VERSIONS.includes(value);
const isText: Check = (value) => typeof value === "string" && value !== "";
const isString: Check = (value) => typeof value === "string";
/** OpenSSL looks at what it is; an empty one Node would take for none. */
const isThere: Check = (value) => Boolean(value);

/** The options there are, and what is looked at here: where Node takes something wrong for nothing, or sees it only in a handshake. */
const CHECKS: Readonly<Record<keyof NodeTlsOptions, Check>> = {
	ca: isAuthorities,
	cert: isThere,
	key: isThere,
	pfx: isThere,
	passphrase: isString,
	rejectUnauthorized: (value) => typeof value === "boolean",
	servername: isString,
	checkServerIdentity: (value) => typeof value === "function",
	minVersion: isVersion,
	maxVersion: isVersion,
	ciphers: isText,
	sigalgs: isText,
	ecdhCurve: isText,
	crl: isThere,
	secureOptions: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

/**
 * The `tls` options, each read once. No value is in a message, since it may be a key.
 * @throws FTPUsageError BAD_ARGUMENT for what cannot be right, and for names that are none
 */
export function checkedTls(given: NodeTlsOptions | undefined): NodeTlsOptions {
	demand(given === undefined || (typeof given === "object" && given !== null && !Array.isArray(given)), "must be an object");
	try {
		const options: NodeTlsOptions = { ...given };
		for (const [name, value] of Object.entries(options)) {
			if (value === undefined) continue;
			const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof NodeTlsOptions] : undefined;
			demand(check !== undefined, `has no ${JSON.stringify(name)}`);
			demand(check(value), `has a wrong ${name}`);
		}
		const { minVersion = DEFAULT_MIN_VERSION, maxVersion = DEFAULT_MAX_VERSION } = options;
		demand(
			VERSIONS.indexOf(minVersion) <= VERSIONS.indexOf(maxVersion),
			`would allow no version: ${minVersion} to ${maxVersion}`,
		);
		return options;
	} catch (cause) {
		throw cause instanceof FTPUsageError ? cause : new FTPUsageError("BAD_ARGUMENT", "tls cannot be read", { cause });
	}
}

/**
 * PEM is all that Node takes for an authority, and where it finds no certificate it leaves the text out without a word; an empty one it
 * takes for none, and trusts the public ones. One is read, to see that they can be: more are often a whole store, and take their time.
 */
function isAuthorities(ca: unknown): boolean {
	const texts: unknown[] = [ca].flat().map((one) => (ArrayBuffer.isView(one) ? textOf(one) : one));
	const looksLikeOne: Check = (text) => typeof text === "string" && /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(text);
	return texts.length > 0 && texts.every(looksLikeOne) && texts.some(isReadable);
}

function textOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
	return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

function isReadable(pem: unknown): boolean {
	try {
		return new X509Certificate(String(pem)).raw.length > 0;
	} catch {
		return false;
	}
}

function demand(isRight: boolean, message: string): asserts isRight {
	if (!isRight) throw new FTPUsageError("BAD_ARGUMENT", `tls ${message}`);
}
