import { expect, test } from "vitest";
import { fixture, pattern } from "./test-fixture.ts";

test("everything behind AUTH is encrypted, and the data connections are private", async () => {
	const { client, network, server } = await fixture({ client: { secure: true }, server: { requireTls: true } });
	await client.upload("f", pattern(10_000));
	await client.download("f");
	expect(server.commands.slice(0, 5)).toEqual(["AUTH TLS", "USER bob", "PASS hunter2", "PBSZ 0", "PROT P"]);
	const wire = network.dials.map((dial) => new TextDecoder("latin1").decode(dial.sent)).join("");
	expect(wire).toContain("AUTH TLS\r\n");
	expect(wire).not.toMatch(/hunter2|USER|STOR/);
	expect(network.dials.map((dial) => [dial.purpose, dial.tls, dial.serverName])).toEqual([
		["control", "later", "ftp.test"],
		["data", "later", "ftp.test"],
		["data", "later", "ftp.test"],
	]);
});

test("55: no TLS, no credentials", async () => {
	const { client, network, server } = await fixture({
		client: { secure: true },
		server: { quirks: { without: ["AUTH"] } },
		connect: false,
	});
	await expect(client.connect()).rejects.toMatchObject({ name: "FTPTLSError", code: "NOT_OFFERED" });
	expect(server.commands).toEqual(["AUTH TLS", "AUTH SSL"]);
	expect(new TextDecoder("latin1").decode(network.dials[0]?.sent)).not.toContain("hunter2");
});

test("57: replies sent along with 234 are an attack", async () => {
	const onCommand = (verb: string): Uint8Array | undefined =>
		verb === "AUTH" ? new TextEncoder().encode("234 go ahead\r\n331 injected\r\n230 injected\r\n") : undefined;
	const { client, server } = await fixture({ client: { secure: true }, server: { onCommand }, connect: false });
	await expect(client.connect()).rejects.toMatchObject({ name: "FTPProtocolError", code: "BYTES_BEFORE_TLS" });
	expect(server.commands).toEqual(["AUTH TLS"]);
});

test.each(["vsftpd", "proftpd"] as const)("62: a server that demands resumed sessions (%s)", async (requireSessionReuse) => {
	const options = { client: { secure: true as const }, server: { quirks: { requireSessionReuse } } };
	const able = await fixture(options);
	await able.client.upload("f", pattern(1000));
	for (let round = 0; round < 10; round++) expect(await able.client.download("f")).toHaveLength(1000);

	const unable = await fixture({ ...options, dialer: { capabilities: { resumeTls: "never" } } });
	unable.server.files.write("/f", "x");
	await expect(unable.client.download("f")).rejects.toMatchObject({ name: "FTPTLSError", code: "SESSION_NOT_RESUMED" });
	// A fresh data connection, then a fresh session with another two.
	const kinds = unable.network.dials.map((dial) => dial.purpose[0]).join("");
	expect(kinds).toBe("cddcdd");
	await expect(unable.client.upload("g", "y")).rejects.toMatchObject({ code: "SESSION_NOT_RESUMED" });
	expect(unable.network.dials.filter((dial) => dial.purpose === "control")).toHaveLength(2);
	expect(await unable.client.pwd()).toBe("/");
});

test("62: a fresh session goes on in the same directory", async () => {
	const { client, server } = await fixture({
		client: { secure: true },
		server: { quirks: { requireSessionReuse: "proftpd" } },
		dialer: { capabilities: { resumeTls: "never" } },
	});
	server.files.write("/d/f", "x");
	await client.cd("d");
	await expect(client.download("f")).rejects.toMatchObject({ code: "SESSION_NOT_RESUMED" });
	expect(await client.pwd()).toBe("/d");
});

test("61: the name in the certificate must be the name that was dialled", async () => {
	const { client, server, network } = await fixture({ client: { secure: true }, connect: false });
	network.host("ftp.test").certificate = { names: ["other.test"], trusted: true };
	await expect(client.connect()).rejects.toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
	expect(server.commands).toEqual(["AUTH TLS"]);
});

test("61: a data connection must show that name, too", async () => {
	const { client, server, network } = await fixture({ client: { secure: true } });
	server.files.write("/f", "x");
	network.host("ftp.test").certificate = { names: ["other.test"], trusted: true };
	await expect(client.download("f")).rejects.toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
	await expect(client.upload("g", "secret")).rejects.toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
	expect(server.files.list("/").map(({ name }) => name)).not.toContain("g");
});
