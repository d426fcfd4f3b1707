import { Buffer } from "node:buffer";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { type NodeDialerOptions, nodeDialer } from "./dialer.ts";
import { FTPClient, FTPPool, FTPUsageError, SmallFTPClient } from "./index.ts";
import { certificates, closeAll, never, target, tcpServer } from "./test-support/sockets.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

afterEach(closeAll);

type Rows<Options> = Readonly<
	Record<keyof Required<Options>, { readonly right: readonly unknown[]; readonly wrong: readonly unknown[] }>
>;

const fail = (): never => {
	throw new Error("not to be looked at");
};
const unreadable: readonly unknown[] = [
	new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail }),
	Object.defineProperty({}, "ca", { enumerable: true, get: fail }),
];
const nothing: readonly unknown[] = [null, Number.NaN, "", Symbol("x")];
const noText: readonly unknown[] = [...nothing, 5, true, {}, [], ["x"], () => "x", ...unreadable];
const noKey: readonly unknown[] = [...nothing, 5, true, {}, [{}], () => "x", "garbage", Buffer.from("garbage"), ...unreadable];
const noVersion: readonly unknown[] = [...noText, "TLSv9", "SSLv3", "tlsv1.2"];

const { privateKey } = generateKeyPairSync("ed25519");
const locked = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "sesame" }).toString();

/** A new option without a row does not compile, here and below. */
const DIALER: Rows<NodeDialerOptions> = {
	tls: {
		right: [{}, { ca: certificates.ca }],
		wrong: [null, Number.NaN, 5, "", "x", [], () => ({}), Symbol("x"), ...unreadable],
	},
	proxy: { right: [async () => fail()], wrong: [...nothing, 5, {}, [], "http://proxy.test", ...unreadable] },
	localAddress: { right: ["127.0.0.1", "::1"], wrong: [...noText, "localhost", "127.1", "127.0.0.1\r\n"] },
	family: { right: [4, 6], wrong: [...nothing, 0, 5, "4", "IPv4", {}, [], [4], () => 4, ...unreadable] },
};

const TLS: Rows<NodeTlsOptions> = {
	ca: {
		right: [certificates.ca, Buffer.from(certificates.ca), [certificates.ca], [...rootCertificates, certificates.ca]],
		wrong: [
			...[...noKey, [], ["garbage"], [certificates.ca, "garbage"], [certificates.ca, ""], certificates.server.key],
			"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
			// Node takes no DER for an authority, and does not say so.
			new X509Certificate(certificates.ca).raw,
		],
	},
	cert: { right: [certificates.client.cert], wrong: noKey },
	key: { right: [certificates.client.key], wrong: [...noKey, locked] },
	pfx: { right: [], wrong: noKey },
	passphrase: { right: ["x", ""], wrong: noText.filter((value) => value !== "") },
	rejectUnauthorized: { right: [true, false], wrong: [...nothing, 0, 1, "false", {}, [], () => true, ...unreadable] },
	servername: { right: ["ftp.test"], wrong: noText.filter((value) => value !== "") },
	checkServerIdentity: { right: [() => undefined], wrong: [...nothing, 5, true, {}, [], "x", ...unreadable] },
	minVersion: { right: ["TLSv1.2", "TLSv1.3"], wrong: noVersion },
	maxVersion: { right: ["TLSv1.2", "TLSv1.3"], wrong: [...noVersion, "TLSv1.1"] },
	ciphers: { right: ["ECDHE-RSA-AES128-GCM-SHA256"], wrong: [...noText, "klingon"] },
	sigalgs: { right: ["RSA-PSS+SHA256"], wrong: [...noText, "klingon"] },
	ecdhCurve: { right: ["X25519"], wrong: [...noText, "klingon"] },
	crl: { right: [], wrong: noKey },
	secureOptions: { right: [0, 4], wrong: [...noText.filter((value) => value !== 5), -1, 1.5, 2 ** 53] },
};

const rows = <Options>(all: Rows<Options>) =>
	Object.entries<Rows<Options>[keyof Options]>(all).map(([name, row]) => ({ name, ...row }));

/** Whether a connection was made, and what became of a wrong value: by `tls`, it may show when one is wanted. */
async function outcomes(optionsOf: (value: unknown) => object, values: readonly unknown[]): Promise<unknown[]> {
	let visits = 0;
	const port = await tcpServer(() => {
		visits += 1;
	});
	const seen = values.flatMap((value) =>
		[FTPClient, FTPPool, SmallFTPClient].map(async (Class) => {
			const client = new Class("localhost", { port, secure: true, timeouts: { reply: 5_000 }, ...optionsOf(value) });
			await client.connect().finally(() => client.close());
		}),
	);
	const settled = await Promise.allSettled(seen);
	expect(visits).toBe(0);
	return settled.map((one) => (one.status === "rejected" ? one.reason : undefined));
}

describe.each([
	{ of: "a client", table: rows(DIALER), optionsOf: (name: string) => (value: unknown) => ({ [name]: value }) },
	{ of: "tls", table: rows(TLS), optionsOf: (name: string) => (value: unknown) => ({ tls: { [name]: value } }) },
])("70, 77: the options of $of", ({ table, optionsOf }) => {
	test.each(table)("a wrong $name is refused before anything is dialled", async ({ name, wrong }) => {
		const seen = await outcomes(optionsOf(name), wrong);
		for (const [at, error] of seen.entries()) {
			expect(error, `wrong value ${Math.floor(at / 3)}`).toBeInstanceOf(FTPUsageError);
			expect(error).toMatchObject({ code: "BAD_ARGUMENT" });
		}
	});

	test.each(table)("a right $name is taken", ({ name, right }) => {
		for (const Class of [FTPClient, FTPPool, SmallFTPClient])
			for (const value of [...right, undefined]) expect(new Class("localhost", optionsOf(name)(value))).toBeInstanceOf(Class);
	});
});

test.each<[string, object]>([
	["a key that is locked", { cert: certificates.client.cert, key: locked, passphrase: "wrong" }],
	["versions that leave none", { minVersion: "TLSv1.3", maxVersion: "TLSv1.2" }],
	["a name that is misspelt", { minversion: "TLSv1.3" }],
	["a name of all objects", { constructor: 5 }],
])("70: %s in tls is refused before anything is dialled", async (_, tls) => {
	for (const error of await outcomes(() => ({ tls }), [undefined]))
		expect(error).toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
});

test("70: a proxy is not asked for a connection when tls cannot be used", async () => {
	const asked: unknown[] = [];
	const proxy = async (to: unknown): Promise<never> => {
		asked.push(to);
		return fail();
	};
	const dialer = nodeDialer({ tls: { key: locked, passphrase: "wrong" }, proxy });
	for (const tls of ["later", "now"] as const)
		await expect(dialer.dial(target(21, { tls }), never)).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	expect(asked).toEqual([]);
});

test.each([[null], [5], ["x"], [Symbol("x")], [() => ({})], [{ Secure: true }], [{ TLS: {} }], [{ proxi: fail }]])(
	"70: %o are no options",
	(options) => {
		for (const Class of [FTPClient, FTPPool, SmallFTPClient])
			expect(() => new Class("localhost", options as never)).toThrow(FTPUsageError);
	},
);

test("70: what is changed in tls afterwards changes nothing", async () => {
	const tls = { ca: certificates.ca, rejectUnauthorized: true };
	const dialer = nodeDialer({ tls });
	tls.rejectUnauthorized = false;
	tls.ca = rootCertificates[0] ?? "";
	const { tlsServer, kept, readAll } = await import("./test-support/sockets.ts");
	const port = await tlsServer((socket) => socket.end("hello"));
	expect(await readAll(await kept(dialer.dial(target(port), never)))).toBe("hello");
});
