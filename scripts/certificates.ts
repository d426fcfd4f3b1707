/**
 * Certificates for tests, the interop lab and the demo, made anew at every run: nothing to commit, nothing to expire, and no
 * tool or package needed. Not part of any published package.
 */
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import * as der from "./der.ts";

/** A certificate and its private key, both PEM. */
export interface Certified {
	readonly cert: string;
	readonly key: string;
}

export interface Certificates {
	/** The certificate of an authority of our own, PEM: what a client must be told to trust. */
	readonly ca: string;
	/** For the names asked for, signed by the authority. */
	readonly server: Certified;
	/** Signed by the authority too, but for `elsewhere.test` only. */
	readonly wrongName: Certified;
	/** For the names asked for, signed by nobody but itself. */
	readonly selfSigned: Certified;
	/** Signed by the authority, for the names asked for, and no longer valid. */
	readonly expired: Certified;
	/** For a client that must show who it is. */
	readonly client: Certified;
}

const DAY = 24 * 60 * 60 * 1000;
const SHA256_WITH_RSA = der.sequence(der.objectIdentifier("1.2.840.113549.1.1.11"), der.nothing);

/** Makes a certificate authority and certificates for `names`: host names and IP addresses. */
export function makeCertificates(names: readonly string[] = ["localhost", "127.0.0.1", "::1"]): Certificates {
	const authority = issuer("isoftp test authority");
	const selfSigner = issuer(names[0] ?? "localhost");
	return {
		ca: certificate({ subject: authority, authority: true, names: [] }, authority),
		server: leaf({ names }, authority),
		wrongName: leaf({ names: ["elsewhere.test"] }, authority),
		selfSigned: {
			cert: certificate({ subject: selfSigner, names }, selfSigner),
			key: pem(selfSigner.key),
		},
		expired: leaf({ names, expired: true }, authority),
		client: leaf({ names: ["client.test"] }, authority),
	};
}

interface Identity {
	readonly name: string;
	readonly key: KeyObject;
}

interface Wanted {
	readonly subject: Identity;
	readonly names: readonly string[];
	readonly authority?: boolean;
	readonly expired?: boolean;
}

/** RSA, because every FTP server takes it: vsftpd's setting is even called `rsa_cert_file`. */
function issuer(name: string): Identity {
	return {
		name,
		key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
	};
}

function leaf(wanted: Omit<Wanted, "subject">, signer: Identity): Certified {
	const subject = issuer(wanted.names[0] ?? "nobody");
	return {
		cert: certificate({ ...wanted, subject }, signer),
		key: pem(subject.key),
	};
}

function pem(key: KeyObject): string {
	return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/** RFC 5280, 4.1: what is to be signed, how it was signed, and the signature. */
function certificate(wanted: Wanted, signer: Identity): string {
	const now = Date.now();
	const [from, until] = wanted.expired ? [now - 3 * DAY, now - DAY] : [now - DAY, now + 30 * DAY];
	const body = der.sequence(
		der.explicit(0, der.integer(2n)), // version 3, the one with extensions
		der.integer(BigInt(`0x${randomBytes(16).toString("hex")}`)),
		SHA256_WITH_RSA,
		distinguishedName(signer.name),
		der.sequence(der.utcTime(new Date(from)), der.utcTime(new Date(until))),
		distinguishedName(wanted.subject.name),
		publicKey(wanted.subject.key),
		der.explicit(3, der.sequence(...extensions(wanted, signer))),
	);
	const whole = der.sequence(body, SHA256_WITH_RSA, der.bits(sign("sha256", body, signer.key)));
	const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** A common name and nothing else. */
function distinguishedName(name: string): Buffer {
	return der.sequence(der.set(der.sequence(der.objectIdentifier("2.5.4.3"), der.utf8(name))));
}

/** The key pair's public half, as Node already writes it: SubjectPublicKeyInfo. */
function publicKey(key: KeyObject): Buffer {
	return createPublicKey(key).export({ type: "spki", format: "der" });
}

function extensions({ subject, names, authority = false }: Wanted, signer: Identity): Buffer[] {
	// Key usage is a row of bits: digitalSignature and keyEncipherment, or keyCertSign and cRLSign.
	const usage = authority ? der.bits(Buffer.from([0x06]), 1) : der.bits(Buffer.from([0xa0]), 5);
	const every = [
		extension("2.5.29.19", authority ? der.sequence(der.yes) : der.sequence(), true),
		extension("2.5.29.15", usage, true),
		extension("2.5.29.14", der.octets(keyIdentifier(subject.key))),
	];
	if (authority) return every;
	const purposes = der.sequence(der.objectIdentifier("1.3.6.1.5.5.7.3.1"), der.objectIdentifier("1.3.6.1.5.5.7.3.2"));
	return [
		...every,
		extension("2.5.29.35", der.sequence(der.implicit(0, keyIdentifier(signer.key)))),
		extension("2.5.29.37", purposes),
		extension("2.5.29.17", der.sequence(...names.map(alternativeName))),
	];
}

/** RFC 5280, 4.2.1.2: anything that is the same for the same key; strict verifiers want it in every certificate. */
function keyIdentifier(key: KeyObject): Buffer {
	return createHash("sha1").update(publicKey(key)).digest();
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
	return der.sequence(der.objectIdentifier(id), ...(critical ? [der.yes] : []), der.octets(value));
}

/** RFC 5280, 4.2.1.6: `[2]` is a DNS name, `[7]` an address as 4 or 16 bytes. */
function alternativeName(name: string): Buffer {
	if (isIPv4(name)) return der.implicit(7, Buffer.from(name.split(".").map(Number)));
	if (isIPv6(name)) return der.implicit(7, ipv6(name));
	return der.implicit(2, Buffer.from(name, "ascii"));
}

/** The URL parser writes an IPv6 address in its shortest form, so that only `::` is left to fill up with zeros. */
function ipv6(address: string): Buffer {
	const [before = "", after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
	const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
	const head = groups(before);
	const tail = groups(after ?? "");
	const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
	return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, "0")).join(""), "hex");
}
