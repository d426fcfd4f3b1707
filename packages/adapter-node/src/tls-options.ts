import { type ConnectionOptions, createSecureContext, type SecureContext, type SecureVersion } from "node:tls";
import { FTPUsageError } from "@isoftp/core";

/** What may be set about TLS, under the names of Node's own `tls.connect()`. */
export type NodeTlsOptions = Pick<
	ConnectionOptions,
	| "ca"
	| "cert"
	| "key"
	| "pfx"
	| "passphrase"
	| "rejectUnauthorized"
	| "servername"
	| "checkServerIdentity"
	| "minVersion"
	| "maxVersion"
	| "ciphers"
	| "sigalgs"
	| "ecdhCurve"
	| "crl"
	| "secureOptions"
>;

/**
 * OpenSSL's own groups, with a key share for secp256r1 as well. vsftpd and Pure-FTPd take no other, and without its share they ask
 * for a second ClientHello, in every handshake. Understood from OpenSSL 3.5 on (Node 22).
 */
const SHARES = "?*X25519MLKEM768/?*X25519:?*secp256r1/?X448:?secp384r1:?secp521r1/?ffdhe2048:?ffdhe3072";

/** Elliptic curves as Node names those that a handshake has agreed on. */
const CURVES = ["X25519", "prime256v1", "secp384r1", "secp521r1"];

/** The options made into OpenSSL contexts, each built once and shared: reading the system's authorities takes its time. */
export class SecureContexts {
	readonly #options: NodeTlsOptions;
	readonly #built = new Map<string, SecureContext>();

	constructor(options: NodeTlsOptions) {
		this.#options = options;
	}

	/**
	 * @param only The one protocol version to offer, for a data connection that resumes its control connection's session.
	 * @param curve The curve that was agreed on there: its key share is the right one.
	 */
	for(only?: string | null, curve?: string): SecureContext {
		const version = isVersion(only) ? only : undefined;
		const isKnown = curve !== undefined && CURVES.includes(curve);
		const groups = isKnown ? [curve, ...CURVES.filter((other) => other !== curve)].join(":") : SHARES;
		const key = `${version} ${groups}`;
		const built = this.#built.get(key) ?? this.#build(version, groups);
		this.#built.set(key, built);
		return built;
	}

	#build(version: SecureVersion | undefined, ecdhCurve: string | undefined): SecureContext {
		const all = { ...this.#options, ...(version && { minVersion: version, maxVersion: version }) };
		try {
			return createSecureContext(ecdhCurve && !all.ecdhCurve ? { ...all, ecdhCurve } : all);
		} catch (cause) {
			// An older OpenSSL, or another library in its place: its own choice will do.
			if (ecdhCurve) return this.#build(version, undefined);
			const reason = cause instanceof Error ? cause.message : String(cause);
			// What Node has "Received" may be a key or its passphrase.
			const [harmless = ""] = reason.split(" Received ");
			const options = harmless === reason ? { cause } : {};
			throw new FTPUsageError("BAD_ARGUMENT", `The tls options cannot be used: ${harmless}`, options);
		}
	}
}

function isVersion(name: string | null | undefined): name is SecureVersion {
	return name === "TLSv1" || name === "TLSv1.1" || name === "TLSv1.2" || name === "TLSv1.3";
}
