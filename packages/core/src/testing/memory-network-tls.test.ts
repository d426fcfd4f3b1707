import { expect, test } from "vitest";
import type { Connection } from "../client/dialer.ts";
import { FTPTLSError } from "../errors/index.ts";
import { MemoryNetwork, type MemoryNetworkOptions } from "./memory-network.ts";
import type { MemoryDialerOptions } from "./memory-network-dialer.ts";
import type { MemoryHost } from "./memory-network-host.ts";
import { PretendTls } from "./memory-network-tls.ts";

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: Uint8Array | undefined): string | undefined => chunk && new TextDecoder().decode(chunk);

interface Lab {
	readonly network: MemoryNetwork;
	readonly host: MemoryHost;
	/** A fresh pair of connections, in the clear. */
	pair(): Promise<[client: Connection, server: Connection]>;
	/** A fresh pair with TLS. */
	secure(serverName: string, resume?: Connection): Promise<[client: Connection, server: Connection]>;
}

async function lab(options: MemoryNetworkOptions = {}, dialerOptions: MemoryDialerOptions = {}): Promise<Lab> {
	const network = new MemoryNetwork(options);
	const host = network.host("ftp.test");
	const listener = await host.listen(21);
	const dialer = network.dialer(dialerOptions);
	const pair = async (): Promise<[Connection, Connection]> => {
		const dialled = { host: "ftp.test", port: 21, tls: "later", serverName: "ftp.test", purpose: "control" } as const;
		return [await dialer.dial(dialled, never), await listener.accept()];
	};
	const secure = async (serverName: string, resume?: Connection): Promise<[Connection, Connection]> => {
		const [client, server] = await pair();
		await Promise.all([client.startTls({ serverName, ...(resume && { resume }) }), host.startTls(server)]);
		return [client, server];
	};
	return { network, host, pair, secure };
}

test("after the handshake bytes travel both ways, at every cut, and not in the clear", async () => {
	for (const chunkSize of [1, 2, 3, 5, 7, 1000]) {
		const { network, secure } = await lab({ chunkSize });
		const [client, server] = await secure("ftp.test");
		await client.write(bytes("PASS secret"));
		let received = "";
		while (received.length < 11) {
			const chunk = await server.read();
			expect(chunk?.length).toBeLessThanOrEqual(chunkSize);
			received += text(chunk);
		}
		expect(received).toBe("PASS secret");
		await server.write(bytes("ok"));
		expect(text(await client.read())?.[0]).toBe("o");
		const [dial] = network.dials;
		expect(dial?.sent[0]).toBe(22);
		expect(text(dial?.sent)).not.toContain("secret");
	}
});

test("large writes are cut into records and arrive whole", async () => {
	const { secure } = await lab();
	const [client, server] = await secure("ftp.test");
	const large = new Uint8Array(100_000).map((_, index) => index % 251);
	const writing = client.write(large).then(() => client.end());
	let at = 0;
	for (let chunk = await server.read(); chunk !== undefined; chunk = await server.read()) {
		expect(chunk).toEqual(large.subarray(at, at + chunk.length));
		at += chunk.length;
	}
	await writing;
	expect(at).toBe(large.length);
});

test("end() says close_notify, each direction by itself", async () => {
	const { secure } = await lab();
	const [client, server] = await secure("ftp.test");
	await client.end();
	expect(await server.read()).toBeUndefined();
	await server.write(bytes("still here"));
	expect(text(await client.read())).toBe("still here");
	await server.end();
	expect(await client.read()).toBeUndefined();
	expect(await client.read()).toBeUndefined();
});

test("FIN without close_notify is a truncation, where the runtime can tell", async () => {
	for (const detectsTruncation of [true, false]) {
		const { secure } = await lab({}, { capabilities: { detectsTruncation } });
		const [client, server] = await secure("ftp.test");
		await server.write(bytes("half"));
		server.close();
		expect(text(await client.read())).toBe("half");
		if (detectsTruncation) {
			await expect(client.read()).rejects.toMatchObject({ code: "TRUNCATED" });
			await expect(client.read()).rejects.toMatchObject({ code: "TRUNCATED" });
		} else {
			expect(await client.read()).toBeUndefined();
		}
	}
});

test("a certificate for another name, or of nobody known, is refused on both sides", async () => {
	const { host, secure, pair } = await lab();
	await secure("FTP.test");
	for (const certificate of [
		{ names: ["other.test"], trusted: true },
		{ names: ["ftp.test"], trusted: false },
	]) {
		host.certificate = certificate;
		const [client, server] = await pair();
		const [mine, theirs] = await Promise.allSettled([client.startTls({ serverName: "ftp.test" }), host.startTls(server)]);
		expect(mine).toMatchObject({ reason: { name: "FTPTLSError", code: "HANDSHAKE_FAILED" } });
		expect(theirs).toMatchObject({ reason: { message: expect.stringContaining("did not accept the certificate") } });
	}
});

test("a wildcard stands for exactly one label", async () => {
	const { host, secure, pair } = await lab();
	host.certificate = { names: ["*.test"], trusted: true };
	await secure("ftp.test");
	for (const serverName of ["a.ftp.test", "test", ".test"]) {
		const [client, server] = await pair();
		const accepting = host.startTls(server).catch((error: unknown) => error);
		await expect(client.startTls({ serverName })).rejects.toThrow("*.test");
		expect(await accepting).toBeInstanceOf(FTPTLSError);
	}
});

test("plain bytes are no TLS, and TLS is no plain text", async () => {
	const { host, pair } = await lab();
	const [client, server] = await pair();
	await client.write(bytes("USER x\r\n"));
	await expect(host.startTls(server)).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });

	const [second, plain] = await pair();
	const upgrading = second.startTls({ serverName: "ftp.test" });
	expect((await plain.read())?.[0]).toBe(22);
	await plain.write(bytes("220 Hello\r\n"));
	await expect(upgrading).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });
});

test("plain bytes after the handshake break the connection", async () => {
	const below: string[] = ["220 plain"];
	const tls = new PretendTls(
		{
			read: async () => {
				const next = below.shift();
				return next === undefined ? undefined : bytes(next);
			},
			write: async () => {},
			end: async () => {},
		},
		100,
		true,
	);
	await expect(tls.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("TLS is not started twice", async () => {
	const { secure } = await lab();
	const [client] = await secure("ftp.test");
	await expect(client.startTls({ serverName: "ftp.test" })).rejects.toThrow("has TLS already");
});

test("bytes that arrived before the handshake are an attack", async () => {
	const { pair } = await lab();
	const [client, server] = await pair();
	await server.write(bytes("230 injected\r\n"));
	await expect(client.startTls({ serverName: "ftp.test" })).rejects.toMatchObject({
		name: "FTPProtocolError",
		code: "BYTES_BEFORE_TLS",
		received: "230 injected\\u{d}\\u{a}",
	});
});

test("no read may be pending at startTls()", async () => {
	const { pair } = await lab();
	const [client] = await pair();
	const reading = client.read();
	await expect(client.startTls({ serverName: "ftp.test" })).rejects.toThrow("A second read");
	client.close();
	await expect(reading).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("close() ends a handshake under way", async () => {
	const { pair } = await lab();
	const [client] = await pair();
	const upgrading = client.startTls({ serverName: "ftp.test" });
	client.close();
	await expect(upgrading).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });
});

test("a host tells which session was resumed: the control connection's, another one, none", async () => {
	const { host, secure } = await lab();
	const [control, controlAtServer] = await secure("ftp.test");
	const [other] = await secure("ftp.test");
	const [again, resumed] = await secure("ftp.test", control);
	expect(host.resumption(resumed, controlAtServer)).toBe("control");
	expect(host.resumption((await secure("ftp.test", again))[1], controlAtServer)).toBe("control");
	expect(host.resumption((await secure("ftp.test", other))[1], controlAtServer)).toBe("other");
	expect(host.resumption((await secure("ftp.test"))[1], controlAtServer)).toBe("none");
});

test("a runtime that never resumes offers nothing, one that does so by itself offers the last session of the name", async () => {
	const never = await lab({}, { capabilities: { resumeTls: "never" } });
	const [control, atServer] = await never.secure("ftp.test");
	expect(never.host.resumption((await never.secure("ftp.test", control))[1], atServer)).toBe("none");

	const implicit = await lab({}, { capabilities: { resumeTls: "implicit" } });
	const [, first] = await implicit.secure("ftp.test");
	expect(implicit.host.resumption((await implicit.secure("ftp.test"))[1], first)).toBe("control");
});

test("dial with TLS at once: handshake, wrong name, abort", async () => {
	const { network, host } = await lab();
	const listener = await host.listen(990);
	const dialer = network.dialer();
	const target = { host: "ftp.test", port: 990, tls: "now", serverName: "ftp.test", purpose: "control" } as const;
	const serving = listener.accept().then((server) => host.startTls(server));
	const client = await dialer.dial(target, never);
	await serving;
	client.close();

	const refusing = listener.accept().then((server) => host.startTls(server));
	await Promise.all([
		expect(refusing).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" }),
		expect(dialer.dial({ ...target, serverName: "other" }, never)).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" }),
	]);

	const controller = new AbortController();
	const dialling = dialer.dial(target, controller.signal);
	const silent = await listener.accept();
	controller.abort(new Error("enough"));
	await expect(dialling).rejects.toThrow("enough");
	silent.close();
	expect(network.open.dialled).toBe(0);
});

test("a runtime that verifies only what it dials says so, before it dials", async () => {
	const { network } = await lab();
	const dialer = network.dialer({ runtime: "edge", capabilities: { verifyOtherName: false } });
	const target = { host: "192.0.2.1", port: 21, tls: "later", serverName: "ftp.test", purpose: "control" } as const;
	await expect(dialer.dial(target, never)).rejects.toThrow("edge cannot verify another name");
	expect(network.dials).toHaveLength(0);
});
