import { FTPUsageError } from "@isoftp/core";

/** Options that other runtimes have, and what to do instead here. */
const instead = {
	tls:
		"It trusts public certificate authorities and nobody else, shows no client certificate, and verification cannot be switched off. " +
		"Give the server a certificate of a public authority for the name that you connect to, or use @isoftp/adapter-node.",
	active:
		"It cannot listen, so the server has no way to connect to it. Leave the option out: passive mode is what every server has, " +
		"and it needs no address of yours. Or use @isoftp/adapter-node.",
	proxy: "It connects directly. Let the server accept connections from Cloudflare's addresses, or use @isoftp/adapter-node.",
} as const;

/** @throws FTPUsageError UNSUPPORTED for an option that makes no sense on Workers: left unsaid, it would be left undone. */
export function refuseUnsupported(options: object): void {
	for (const [name, advice] of Object.entries(instead)) {
		// `active: false` asks for what happens anyway.
		if (!(options as Record<string, unknown>)[name]) continue;
		throw new FTPUsageError("UNSUPPORTED", `The option "${name}" cannot be used on Cloudflare Workers. ${advice}`);
	}
}
