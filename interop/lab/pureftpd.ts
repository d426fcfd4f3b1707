import { join } from "node:path";
import { program } from "./programs.ts";
import type { Launch, Site } from "./site.ts";

/** Pure-FTPd has no configuration file of its own: everything is an option. */
export async function preparePureftpd({ folder, ports, certificate }: Site): Promise<Launch> {
	const transfers = join(folder, "transfers.log");
	const args = [
		...["-S", `127.0.0.1,${ports.control}`],
		...["-p", `${ports.passive.first}:${ports.passive.last}`],
		...["-P", "127.0.0.1"],
		...["-l", "unix"],
		// Everyone locked into the home, nobody anonymous, no reverse lookups of clients.
		...["-A", "-E", "-H"],
		// TLS for those who ask for it, on control and data connections.
		...["-Y", "1", "-2", certificate.both, "-J", "HIGH"],
		...["-c", "60", "-C", "60"],
		...["-O", `clf:${transfers}`],
		...["-g", join(folder, "pure-ftpd.pid")],
	];
	return { command: program("pureftpd"), args, logs: [transfers] };
}
