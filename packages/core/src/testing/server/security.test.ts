import { expect, test } from "vitest";
import type { ServerHost } from "../server-host.ts";
import { MemoryServer } from "./memory-server.ts";
import { lab, readText } from "./raw-client.ts";

test("explicit TLS: control and data, nothing secret in the clear", async () => {
	const { connect, server, network } = await lab({ requireTls: true });
	const client = await connect();
	expect(await client.say("USER me")).toBe("530 Only over TLS: send AUTH TLS first");
	await client.secure();
	await client.say("USER me");
	expect(await client.say("PASS secret")).toBe("230 Logged in");
	for (const text of ["", "treasure", "x".repeat(200_000)]) {
		expect((await client.upload("STOR f", text, true)).at(-1)).toBe("226 Transfer complete");
		expect(server.files.text("/f")).toBe(text);
		expect(await client.download("RETR f", true)).toMatchObject({ text });
	}
	expect((await client.download("LIST", true)).text).toMatch(/ f\r\n$/);
	const wire = network.dials.map(({ sent }) => new TextDecoder().decode(sent)).join("");
	expect(wire).not.toMatch(/secret|treasure/);
	expect(server.errors).toEqual([]);
});

test("the order AUTH, PBSZ, PROT is kept", async () => {
	const { connect } = await lab();
	const client = await connect();
	expect(await client.say("PBSZ 0")).toBe("503 AUTH comes first");
	expect(await client.say("PROT P")).toBe("503 AUTH comes first");
	expect(await client.say("AUTH KERBEROS_V4")).toBe("504 Only AUTH TLS");
	expect(await client.say("AUTH SSL")).toMatch(/^234 /);
	await client.control.startTls({ serverName: "ftp.test" });
	expect(await client.say("AUTH TLS")).toBe("503 TLS is up already");
	expect(await client.say("PROT P")).toBe("503 PBSZ comes first");
	expect(await client.say("PBSZ 0")).toBe("200 PBSZ=0");
	expect(await client.say("PROT S")).toMatch(/^536 /);
	expect(await client.say("PROT X")).toMatch(/^504 /);
	expect(await client.say("PROT C")).toBe("200 Protection is C");
	expect(await client.say("PROT P")).toBe("200 Protection is P");
});

test("AUTH forgets who has logged in", async () => {
	const { login } = await lab();
	const client = await login();
	await client.secure();
	expect(await client.say("PWD")).toBe("530 Log in first");
});

test("after AUTH TLS data is in the clear until PROT P", async () => {
	const { connect, server } = await lab();
	server.files.write("/f", "open");
	const client = await connect();
	await client.say("AUTH TLS");
	await client.control.startTls({ serverName: "ftp.test" });
	await client.say("USER me");
	await client.say("PASS secret");
	expect((await client.download("RETR f")).text).toBe("open");
});

test("what was sent in the clear after AUTH is not executed", async () => {
	const { connect, server } = await lab();
	const client = await connect();
	await client.write("AUTH TLS\r\nUSER injected\r\n");
	expect(await client.reply()).toEqual(["234 Begin the handshake"]);
	await client.control.startTls({ serverName: "ftp.test" });
	expect(await client.say("NOOP")).toMatch(/^200 /);
	expect(server.commands).toEqual(["AUTH TLS", "NOOP"]);
});

test("a handshake that fails or never comes ends the session", async () => {
	const { clock, connect, host, network, server } = await lab({ timeouts: { data: 1000 } });
	host.certificate = { names: ["other.test"], trusted: true };
	const refusing = await connect();
	await refusing.say("AUTH TLS");
	await expect(refusing.control.startTls({ serverName: "ftp.test" })).rejects.toMatchObject({ name: "FTPTLSError" });
	refusing.control.close();
	const silent = await connect();
	await silent.say("AUTH TLS");
	await clock.advance(1000);
	expect(network.open.accepted).toBe(0);
	silent.control.close();
	expect(server.errors).toEqual([]);
	expect(clock.pending).toBe(0);
});

test("implicit TLS: the handshake comes before the greeting, data is protected from the start", async () => {
	const { connect, server } = await lab({ requireTls: true }, {}, { implicitTls: true });
	server.files.write("/f", "safe");
	const client = await connect();
	expect(client.greeting).toEqual(["220 Ready"]);
	await client.say("USER me");
	await client.say("PASS secret");
	expect((await client.download("RETR f", true)).text).toBe("safe");
	expect(await client.say("PBSZ 0")).toMatch(/^200 /);
	expect(await client.say("PROT C")).toMatch(/^534 /);
});

test("required TLS is required for data, too", async () => {
	const { connect } = await lab({ requireTls: true });
	const client = await connect();
	await client.say("AUTH TLS");
	await client.control.startTls({ serverName: "ftp.test" });
	await client.say("USER me");
	await client.say("PASS secret");
	expect((await client.download("LIST")).replies).toEqual(["521 Data connections must be protected here"]);
});

test("a host without TLS refuses AUTH and does not offer it", async () => {
	const { host, network } = await lab();
	const plain: ServerHost = { listen: (port) => host.listen(port) };
	const server = new MemoryServer();
	const running = await server.listenOn(plain, 2121);
	const target = { host: "ftp.test", port: 2121, tls: "never", serverName: "", purpose: "control" } as const;
	const connection = await network.dialer().dial(target, new AbortController().signal);
	await connection.write(new TextEncoder().encode("AUTH TLS\r\nFEAT\r\nQUIT\r\n"));
	const text = await readText(connection);
	connection.close();
	expect(text).toContain("\r\n431 ");
	expect(text).not.toContain("AUTH");
	await running.close();
});

test("an upload cut without close_notify is 426, a download's end only where the server is strict", async () => {
	for (const strictCloseNotify of [true, false]) {
		const { connect, server } = await lab({ quirks: { strictCloseNotify } });
		server.files.write("/f", "content");
		const client = await connect();
		await client.secure();
		await client.say("USER me");
		await client.say("PASS secret");
		const upload = await client.passive();
		await client.say("STOR g");
		await client.secureData(upload);
		await upload.write(new TextEncoder().encode("half"));
		upload.close();
		expect(await client.reply()).toEqual(["426 The data connection was lost"]);

		const download = await client.passive();
		await client.say("RETR f");
		await client.secureData(download);
		expect(await readText(download)).toBe("content");
		download.close();
		expect((await client.reply())[0]?.slice(0, 3)).toBe(strictCloseNotify ? "426" : "226");
	}
});

test("servers that demand session reuse refuse as vsftpd and ProFTPD do", async () => {
	const refusals = {
		vsftpd: "522 SSL connection failed: session reuse required",
		proftpd: "425 Unable to build data connection: Operation not permitted",
	};
	for (const kind of ["vsftpd", "proftpd"] as const) {
		const { connect } = await lab({ quirks: { requireSessionReuse: kind } });
		const [client, other] = [await connect(), await connect()];
		await other.secure();
		await client.secure();
		await client.say("USER me");
		await client.say("PASS secret");
		expect((await client.download("LIST", true)).replies.at(-1)).toBe("226 Listing sent");

		const fresh = await connect({ capabilities: { resumeTls: "never" } });
		await fresh.secure();
		await fresh.say("USER me");
		await fresh.say("PASS secret");
		const data = await fresh.passive();
		await fresh.say("LIST");
		await fresh.secureData(data);
		expect(await fresh.reply()).toEqual([refusals[kind]]);
		data.close();

		const crossed = await client.passive();
		await client.say("LIST");
		await client.secureData(crossed, other.control);
		if (kind === "vsftpd") {
			expect(await readText(crossed)).toBe("");
		}
		crossed.close();
		expect(await client.reply()).toEqual([kind === "vsftpd" ? "226 Listing sent" : refusals.proftpd]);
	}
});

test("plain bytes on a data connection that should have TLS are 425", async () => {
	const { connect } = await lab();
	const client = await connect();
	await client.secure();
	await client.say("USER me");
	await client.say("PASS secret");
	const data = await client.passive();
	await client.say("STOR f");
	await data.write(new TextEncoder().encode("plain text"));
	expect(await client.reply()).toEqual(["425 Unable to build data connection: TLS handshake failed"]);
	data.close();
});
