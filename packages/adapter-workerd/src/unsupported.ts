import { FTPUsageError } from "@isoftp/core";

/** Options that other runtimes have, and what to do instead here. */
const instead = {
	tls: "It trusts public authorities only, always. Give the server a certificate of a public authority for the name you connect to",
	active: "It cannot listen. Leave the option out: every server has passive mode",
	proxy: "It connects directly. Let the server accept Cloudflare's addresses",
	localAddress: "It chooses the address itself. Leave the option out",
	family: "It chooses the IP version itself. Leave the option out",
} as const;

/** @throws FTPUsageError UNSUPPORTED for an option that makes no sense on Workers: left unsaid, it would be left undone. */
export function refuseUnsupported(options: object): void {
	// Spread below, null would be no options at all.
	if (typeof options !== "object" || options === null) throw new FTPUsageError("BAD_ARGUMENT", "the options must be an object");
	for (const [name, advice] of Object.entries(instead)) {
		const value = (options as Record<string, unknown>)[name];
		// `active: false` asks for what happens anyway.
		if (value === undefined || (name === "active" && value === false)) continue;
		const message = `The option "${name}" cannot be used on Cloudflare Workers. ${advice}, or use @isoftp/adapter-node.`;
		throw new FTPUsageError("UNSUPPORTED", message);
	}
}
