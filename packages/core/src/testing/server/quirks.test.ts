import { expect, test } from "vitest";
import { lab, readText } from "./raw-client.ts";

test("commands can be taken away, also from FEAT", async () => {
	const { login } = await lab({ quirks: { without: ["EPSV", "MLSD", "MLST", "SIZE"] } });
	const client = await login();
	for (const command of ["EPSV", "MLSD", "MLST", "SIZE f"]) {
		expect(await client.say(command)).toMatch(/^502 /);
	}
	expect(await client.say("FEAT")).not.toMatch(/EPSV|MLST|SIZE/);
	const blind = await (await lab({ quirks: { without: ["FEAT"] } })).login();
	expect(await blind.say("FEAT")).toMatch(/^502 /);
	const empty = await (await lab({ features: () => [] })).login();
	expect(await empty.say("FEAT")).toBe("211 No features");
	const odd = await (await lab({ features: (lines) => [...lines.slice(0, 1), "XODD a;b"] })).login();
	expect(await odd.ask("FEAT")).toEqual(["211-Features:", " AUTH TLS", " XODD a;b", "211 End"]);
});

test("a server without UTF-8 speaks ISO-8859-1", async () => {
	const { login, server } = await lab({ quirks: { utf8: false } });
	const client = await login();
	expect(await client.say("OPTS UTF8 ON")).toMatch(/^501 /);
	expect(await client.say("FEAT")).not.toContain("UTF8");
	await client.control.write(Uint8Array.of(0x4d, 0x4b, 0x44, 0x20, 0xfc, 0x0d, 0x0a));
	expect((await client.control.read())?.[6]).toBe(0xfc);
	expect(server.files.stat("/ü").type).toBe("directory");
});

test("PASV names the host's address, another one, or is written otherwise", async () => {
	const { login, network } = await lab();
	const client = await login();
	const reply = await client.say("PASV");
	const [, address, high, low] = /^227 Entering Passive Mode \((\d+,\d+,\d+,\d+),(\d+),(\d+)\)$/.exec(reply) ?? [];
	expect(address).toBe(network.host("ftp.test").address.replaceAll(".", ","));
	const data = await client.dial(Number(high) * 256 + Number(low));
	await client.say("LIST");
	expect(await readText(data)).toBe("");
	await data.end();
	expect(await client.reply()).toEqual(["226 Listing sent"]);

	const behindNat = await (await lab({ quirks: { pasvAddress: "10.0.0.5" } })).login();
	expect(await behindNat.say("PASV")).toMatch(/\(10,0,0,5,\d+,\d+\)$/);
	const forms = {
		pasvReply: (host: string, first: number, second: number): string => `227 =${host},${first},${second}`,
		epsvReply: (port: number): string => `229 ok (!!!${port}!)`,
	};
	const odd = await (await lab({ quirks: forms })).login();
	expect(await odd.say("PASV")).toMatch(/^227 =192,0,2,1,\d+,\d+$/);
	expect(await odd.say("EPSV")).toMatch(/^229 ok \(!!!\d+!\)$/);
});

test("EPSV by protocol, EPSV ALL, and a new port replaces the old one", async () => {
	const { login, network } = await lab();
	const client = await login();
	expect(await client.say("EPSV 2")).toBe("522 Network protocol not supported, use (1)");
	expect(await client.say("EPSV 1")).toMatch(/^229 /);
	expect(await client.say("EPSV")).toMatch(/^229 /);
	expect(network.open.ports).toBe(2);
	expect(await client.say("EPSV ALL")).toMatch(/^200 /);
	expect(await client.say("PASV")).toBe("501 EPSV ALL was sent");
});

test("on IPv6 there is only EPSV", async () => {
	const { network, server } = await lab();
	const host = network.host("six.test", "2001:db8::1");
	await server.listenOn(host, 21);
	const target = { host: "2001:db8::1", port: 21, tls: "never", serverName: "", purpose: "control" } as const;
	const connection = await network.dialer().dial(target, new AbortController().signal);
	await connection.write(new TextEncoder().encode("USER a\r\nPASS b\r\nPASV\r\nEPSV 1\r\nEPSV 2\r\nQUIT\r\n"));
	const text = await readText(connection);
	connection.close();
	expect(text.split("\r\n").map((line) => line.slice(0, 3))).toEqual(["220", "331", "230", "425", "522", "229", "221", ""]);
});

test("no 1yz reply, or the final one before the data", async () => {
	const silent = await lab({ quirks: { preliminaryReply: false } });
	silent.server.files.write("/f", "data");
	const client = await silent.login();
	const data = await client.passive();
	await client.write("RETR f\r\n");
	expect(await readText(data)).toBe("data");
	await data.end();
	expect(await client.reply()).toEqual(["226 Transfer complete"]);

	const early = await lab({ quirks: { finalReplyFirst: true } });
	early.server.files.write("/f", "data");
	const hasty = await early.login();
	const later = await hasty.passive();
	expect((await hasty.say("RETR f")).slice(0, 3)).toBe("150");
	expect(await hasty.reply()).toEqual(["226 Transfer complete"]);
	expect(await readText(later)).toBe("data");
	later.close();
	expect(await hasty.say("NOOP")).toMatch(/^200 /);
});

test("a listing of nothing that is there", async () => {
	const { login } = await lab({ quirks: { missingListsEmpty: true } });
	const client = await login();
	for (const command of ["LIST none", "NLST none", "MLSD none"]) {
		const { replies, text } = await client.download(command);
		expect([text, replies.at(-1)]).toEqual(["", "226 Listing sent"]);
	}
});

test("ABOR that is only read after the transfer", async () => {
	const { login, server } = await lab({ quirks: { ignoreAbort: true } });
	server.files.write("/f", "x".repeat(300_000));
	const client = await login();
	const data = await client.passive();
	await client.say("RETR f");
	await client.write("ABOR\r\n");
	expect(await readText(data)).toHaveLength(300_000);
	await data.end();
	expect(await client.reply()).toEqual(["226 Transfer complete"]);
	expect(await client.reply()).toEqual(["226 Nothing is transferred any more"]);
});

test("downloads that go wrong on purpose", async () => {
	let how: "reset" | "cut" | "end" | "stall" = "reset";
	const { clock, login, server } = await lab({
		timeouts: { data: 1000 },
		quirks: {
			onTransfer: ({ command, path }) =>
				command === "RETR" && path === "/f" ? { after: 3, how, ...(how === "end" && { reply: "226 Lies" }) } : undefined,
		},
	});
	server.files.write("/f", "abcdef");
	server.files.write("/g", "abcdef");
	const client = await login();

	const reset = await client.passive();
	await client.say("RETR f");
	await expect(readText(reset)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);

	how = "cut";
	const cut = await client.passive();
	await client.say("RETR f");
	expect(await readText(cut)).toBe("abc");
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);

	how = "end";
	expect(await client.download("RETR f")).toMatchObject({ text: "abc", replies: [expect.anything(), "226 Lies"] });

	how = "stall";
	const stalled = await client.passive();
	await client.say("RETR f");
	expect(await stalled.read()).toHaveLength(3);
	await clock.advance(999);
	const reply = client.reply();
	await clock.advance(1);
	expect(await reply).toEqual(["426 The data connection was lost"]);
	stalled.close();

	expect((await client.download("RETR g")).text).toBe("abcdef");
});

test("uploads that go wrong on purpose", async () => {
	const { clock, login, server } = await lab({
		timeouts: { data: 1000 },
		quirks: { onTransfer: ({ path }) => ({ after: 2, how: path === "/stall" ? "stall" : "reset" }) },
	});
	const client = await login();
	const data = await client.passive();
	await client.say("STOR f");
	await data.write(new TextEncoder().encode("1234"));
	expect(await client.reply()).toEqual(["426 The data connection was lost"]);
	await expect(data.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	expect(server.files.text("/f")).toBe("12");

	const stalled = await client.passive();
	await client.say("STOR stall");
	await stalled.write(new TextEncoder().encode("1234"));
	await clock.settle();
	await client.write("ABOR\r\n");
	expect(await client.reply()).toEqual(["426 Transfer aborted"]);
	expect(await client.reply()).toMatchObject([expect.stringMatching(/^226 /)]);
	stalled.close();
	await clock.settle();
	// What is left is the wait for the next command.
	expect(clock.pending).toBe(1);
});

test("TLS that is cut on purpose is seen as truncated", async () => {
	const { connect, server } = await lab({ quirks: { onTransfer: () => ({ after: 3, how: "cut", reply: "226 Lies" }) } });
	server.files.write("/f", "abcdef");
	const client = await connect();
	await client.secure();
	await client.say("USER me");
	await client.say("PASS secret");
	const data = await client.passive();
	await client.say("RETR f");
	await client.secureData(data);
	await expect(readText(data)).rejects.toMatchObject({ code: "TRUNCATED" });
	expect(await client.reply()).toEqual(["226 Lies"]);
});

test("a command is carried out, and its reply is lost with the connection", async () => {
	const { login, server } = await lab({ quirks: { losesReply: (command, args) => command === "DELE" || args === "up" } });
	server.files.write("/f", "data");
	const deleting = await login();
	expect(await deleting.ask("DELE f")).toEqual([]);
	expect(server.files.exists("/f")).toBe(false);
	const uploading = await login();
	expect(await uploading.upload("STOR up", "data")).toEqual([expect.stringMatching(/^150 /)]);
	expect(server.files.read("/up")).toEqual(new TextEncoder().encode("data"));
	expect(server.errors).toEqual([]);
});

test("a server that dies in the middle of a transfer takes the control connection with it", async () => {
	const { login, server } = await lab({ quirks: { onTransfer: () => ({ after: 2, how: "gone" }) } });
	server.files.write("/f", "data");
	const client = await login();
	expect(await client.download("RETR f")).toEqual({ replies: [expect.stringMatching(/^150 /)], text: "da" });
	expect(await client.reply()).toEqual([]);
	expect(server.errors).toEqual([]);
});
