import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, expect, test } from "vitest";
import { nodeDialer } from "./dialer.ts";
import { FTPClient, FTPPool, SmallFTPClient } from "./index.ts";
import { certificates, closeAll, never, target, tlsServer } from "./test-support/sockets.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

afterEach(closeAll);

function everything(value: unknown): string {
	return `${JSON.stringify(value)}\n${String(value)}\n${inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY })}`;
}

const { privateKey } = generateKeyPairSync("ed25519");
const key = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "sesame-phrase" }).toString();
const keyText = key.split("\n")[2] ?? "";

test("102: clients and pools show no secret, however deep one looks", () => {
	const tls = { key, passphrase: "sesame-phrase" };
	const ftpProxy = { host: "proxy.test", user: "me", pass: "proxy-pass" };
	const options = { user: "bob", pass: "hunter2", account: "sales-account", secure: true, tls };
	const all = [
		new FTPClient("ftp.test", { ...options, ftpProxy }),
		new FTPClient("ftp://bob:hunter2@ftp.test", { tls }),
		new FTPPool("ftp.test", { ...options, ftpProxy }),
		new SmallFTPClient("ftp.test", options),
		nodeDialer({ tls }),
	];
	expect(keyText.length).toBeGreaterThan(20);
	for (const one of all) {
		const shown = everything(one);
		for (const secret of ["hunter2", "sales-account", "proxy-pass", "sesame-phrase", keyText])
			expect(shown).not.toContain(secret);
	}
});

test.each<[string, NodeTlsOptions]>([
	["the wrong passphrase", { key, passphrase: "hunter2-phrase" }],
	["a passphrase that is no string", { key, passphrase: 424242424242 as never }],
	["a passphrase in a list", { key: [{ pem: key, passphrase: 424242424242 as never }] }],
	["a key that is none", { cert: certificates.client.cert, key: "hunter2-phrase" }],
	["a key of another kind", { key: 424242424242 as never }],
	["a store that is none", { pfx: "hunter2-phrase", passphrase: "sesame-phrase" }],
	["a store that is no bytes", { pfx: 424242424242 as never, passphrase: "sesame-phrase" }],
])("102: %s is the caller's fault, and is not shown", async (_, tls) => {
	const port = await tlsServer(() => undefined);
	const dial = async (): Promise<unknown> => await nodeDialer({ tls: { ca: certificates.ca, ...tls } }).dial(target(port), never);
	const error = await dial().catch((reason: unknown) => reason);
	expect(error).toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	const shown = everything(error);
	for (const secret of ["hunter2-phrase", "424242424242", "sesame-phrase", keyText]) expect(shown).not.toContain(secret);
});
