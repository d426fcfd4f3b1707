import { FTPClient as CoreClient, FTPReplyError } from "@isoftp/core";
import { MemoryServer } from "@isoftp/core/testing";
import { expect, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import * as adapter from "./index.ts";
import { listen } from "./testing/index.ts";

test("the adapter is the whole library, with its own client", () => {
	expect(adapter.FTPReplyError).toBe(FTPReplyError);
	expect(adapter.FTPClient).not.toBe(CoreClient);
	expect(new adapter.FTPClient("ftp.example.com")).toBeInstanceOf(CoreClient);
});

test("options that cannot be right are refused before anything is dialled", () => {
	expect(() => new adapter.FTPClient("ftp.example.com", { port: -1 })).toThrow(adapter.FTPUsageError);
	expect(() => new adapter.FTPClient("")).toThrow(adapter.FTPUsageError);
});

test.each(["explicit", "implicit"] as const)("a session over %s TLS, with an authority of one's own", async (kind) => {
	const { ca, server: certified } = makeCertificates();
	const server = new MemoryServer();
	const implicit = kind === "implicit";
	const listening = await listen(server, { host: "localhost", tls: { cert: certified.cert, key: certified.key }, implicit });
	const options = { port: listening.port, secure: implicit ? kind : true } as const;
	const client = new adapter.FTPClient("localhost", { ...options, tls: { ca } });
	const stranger = new adapter.FTPClient("localhost", options);
	try {
		await client.connect();
		const bytes = new Uint8Array(300_000).map((_, index) => index % 253);
		await client.upload("file.bin", bytes);
		expect(await client.download("file.bin")).toEqual(bytes);
		expect((await client.list()).map(({ name }) => name)).toEqual(["file.bin"]);
		await expect(stranger.connect()).rejects.toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
	} finally {
		await client.close();
		await stranger.close();
		await listening.close();
	}
});

test.each(["plain", "TLS"])("a session over IPv6, %s", async (kind) => {
	const { ca, server: certified } = makeCertificates(["::1"]);
	const server = new MemoryServer({ quirks: { pasvAddress: "10.1.2.3" } });
	const listening = await listen(server, { host: "::1", tls: { cert: certified.cert, key: certified.key } });
	const client = new adapter.FTPClient("::1", { port: listening.port, secure: kind === "TLS", tls: { ca } });
	const old = new adapter.FTPClient("::1", { port: listening.port, secure: kind === "TLS", tls: { ca }, passive: "pasv" });
	try {
		await client.connect();
		await client.upload("file.txt", "six");
		expect(new TextDecoder().decode(await client.download("file.txt"))).toBe("six");
		expect(server.commands.filter((line) => line === "EPSV")).toHaveLength(2);
		// PASV has no way to say an IPv6 address, but the port is all that is used of it.
		await old.connect();
		expect((await old.list()).map(({ name }) => name)).toEqual(["file.txt"]);
	} finally {
		await client.close();
		await old.close();
		await listening.close();
	}
});
