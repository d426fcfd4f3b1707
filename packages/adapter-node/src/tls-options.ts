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

/** The options made into OpenSSL contexts, each built once and shared: reading the system's authorities takes its time. */
export class SecureContexts {
	readonly #options: NodeTlsOptions;
	readonly #built = new Map<string, SecureContext>();

	constructor(options: NodeTlsOptions) {
		this.#options = options;
	}

	/** @param only The one protocol version to offer, for a data connection that resumes its control connection's session. */
	for(only?: string | null): SecureContext {
		const version = isVersion(only) ? only : undefined;
		const key = version ?? "any";
		const built = this.#built.get(key) ?? this.#build(version);
		this.#built.set(key, built);
		return built;
	}

	#build(version: SecureVersion | undefined): SecureContext {
		try {
			return createSecureContext({ ...this.#options, ...(version && { minVersion: version, maxVersion: version }) });
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			throw new FTPUsageError("BAD_ARGUMENT", `The tls options cannot be used: ${reason}`, { cause });
		}
	}
}

function isVersion(name: string | null | undefined): name is SecureVersion {
	return name === "TLSv1" || name === "TLSv1.1" || name === "TLSv1.2" || name === "TLSv1.3";
}
