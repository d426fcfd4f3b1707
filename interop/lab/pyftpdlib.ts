import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { program } from "./programs.ts";
import type { Launch, Site } from "./site.ts";

const script: string = fileURLToPath(new URL("./pyftpdlib_server.py", import.meta.url));

export async function preparePyftpdlib({ folder, account, ports, certificate }: Site): Promise<Launch> {
	const settings = join(folder, "pyftpdlib.json");
	const { user, pass, home } = account;
	const { first, last } = ports.passive;
	const values = { user, pass, home, control: ports.control, first, last, certificate: certificate.both };
	await writeFile(settings, JSON.stringify(values), { mode: 0o600 });
	return { command: program("pyftpdlib"), args: [script, settings], logs: [] };
}
