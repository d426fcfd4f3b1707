import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CertificateName } from "./catalog.ts";

const run = promisify(execFile);

/** One certificate on disk. */
export interface CertificateFiles {
	readonly certificate: string;
	readonly key: string;
	/** Key and certificate in one file, as some daemons want them. */
	readonly both: string;
}

export interface Certificates {
	/** The lab's own certificate authority. */
	readonly ca: { readonly pem: string; readonly file: string };
	readonly files: Readonly<Record<CertificateName, CertificateFiles>>;
}

/** The machine's own openssl.cnf adds extensions of its choice (CA:TRUE above all): it is kept out of this. */
const CONFIG = "[req]\ndistinguished_name = subject\nprompt = no\n[subject]\n";

const LEAF = [
	"basicConstraints=critical,CA:FALSE",
	"keyUsage=critical,digitalSignature,keyEncipherment",
	"extendedKeyUsage=serverAuth",
];
/** Every name and address the lab reaches a server by; 127.0.0.2 is where proxies listen. */
const OWN_NAMES = "subjectAltName=DNS:localhost,DNS:ftp.test,IP:127.0.0.1,IP:127.0.0.2";

/** Makes a certificate authority and the certificates of the lab's servers in `folder`, which only the caller can read. */
export async function makeCertificates(folder: string): Promise<Certificates> {
	await mkdir(folder, { mode: 0o700 });
	const config = join(folder, "openssl.cnf");
	await writeFile(config, CONFIG);

	const make = async (name: string, subject: string, extensions: readonly string[], signer?: CertificateFiles) => {
		const files = {
			certificate: join(folder, `${name}.pem`),
			key: join(folder, `${name}.key`),
			both: join(folder, `${name}.both.pem`),
		};
		await run("openssl", [
			...["req", "-config", config, "-x509", "-sha256", "-newkey", "rsa:2048", "-nodes", "-days", "30"],
			...["-subj", `/CN=${subject}`, "-keyout", files.key, "-out", files.certificate],
			...(signer ? ["-CA", signer.certificate, "-CAkey", signer.key] : []),
			...extensions.flatMap((extension) => ["-addext", extension]),
		]);
		await writeFile(files.both, `${await readFile(files.key, "utf8")}${await readFile(files.certificate, "utf8")}`);
		await Promise.all([chmod(files.key, 0o600), chmod(files.both, 0o600)]);
		return files;
	};

	const ca = await make("ca", "isoftp lab CA", ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]);
	const [server, wrong, selfsigned] = await Promise.all([
		make("server", "ftp.test", [...LEAF, OWN_NAMES], ca),
		make("wrong", "elsewhere.test", [...LEAF, "subjectAltName=DNS:elsewhere.test"], ca),
		make("selfsigned", "localhost", [...LEAF, OWN_NAMES]),
	]);
	return {
		ca: { pem: await readFile(ca.certificate, "utf8"), file: ca.certificate },
		files: { server, wrong, selfsigned },
	};
}
