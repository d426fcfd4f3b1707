import { expect, test } from "vitest";
import { VirtualClock } from "../virtual-clock.ts";
import { lab } from "./raw-client.ts";

const users = { me: "secret", rich: { password: "x", account: "gold" }, open: { withoutPassword: true, home: "/home" } };

test("a session: greeting, login, goodbye, and nothing stays open", async () => {
	const { clock, network, server, running, connect } = await lab({ users });
	const client = await connect();
	expect(client.greeting).toEqual(["220 Ready"]);
	expect(await client.say("USER me")).toBe("331 Now the password");
	expect(await client.say("PASS secret")).toBe("230 Logged in");
	expect(await client.say("QUIT")).toBe("221 Goodbye");
	expect(await client.control.read()).toBeUndefined();
	client.control.close();
	await running.close();
	expect(server.commands).toEqual(["USER me", "PASS secret", "QUIT"]);
	expect(server.sessions[0]?.commands).toEqual(server.commands);
	expect(network.open).toEqual({ dialled: 0, accepted: 0, ports: 0 });
	expect(clock.pending).toBe(0);
	expect(server.errors).toEqual([]);
});

test("a wrong password and an unknown name look the same", async () => {
	const { connect } = await lab({ users });
	const client = await connect();
	for (const name of ["me", "nobody", "__proto__", "constructor"]) {
		expect(await client.say(`USER ${name}`)).toBe("331 Now the password");
		expect(await client.say("PASS wrong")).toBe("530 Login incorrect");
		expect(await client.say("PWD")).toBe("530 Log in first");
	}
	expect(await client.say("USER me")).toBe("331 Now the password");
	expect(await client.say("PASS secret")).toBe("230 Logged in");
});

test("accounts, users without a password, and everybody", async () => {
	const { connect, server } = await lab({ users });
	server.files.mkdir("/home");
	const client = await connect();
	expect(await client.say("ACCT gold")).toMatch(/^503 /);
	await client.say("USER rich");
	expect(await client.say("PASS x")).toBe("332 Now the account");
	expect(await client.say("PWD")).toBe("530 Log in first");
	expect(await client.say("ACCT gold")).toBe("230 Logged in");
	expect(await client.say("ACCT gold")).toMatch(/^202 /);
	expect(await client.say("PASS x")).toMatch(/^503 /);
	expect(await client.say("USER open")).toBe("230 Logged in");
	expect(await client.say("PWD")).toBe('257 "/home" is the current directory');
	expect(await client.say("REIN")).toMatch(/^220 /);
	expect(await client.say("PWD")).toBe("530 Log in first");

	const open = await (await lab()).connect();
	await open.say("USER anonymous");
	expect(await open.say("PASS guest@")).toBe("230 Logged in");
});

test("a wrong account is a wrong login", async () => {
	const client = await (await lab({ users })).connect();
	await client.say("USER rich");
	await client.say("PASS x");
	expect(await client.say("ACCT silver")).toBe("530 Login incorrect");
	expect(await client.say("PASS x")).toBe("503 USER comes first");
});

test("pipelined commands are executed in order, however they are cut", async () => {
	for (const chunkSize of [1, 2, 3, 5, 8, 1000]) {
		const { connect, server } = await lab({ users }, { chunkSize });
		const client = await connect();
		await client.write("USER me\r\nPASS secret\nNOOP\r\nTYPE I\r\nMKD ü\r\n");
		const replies: string[] = [];
		for (let count = 0; count < 5; count++) {
			replies.push(...(await client.reply()));
		}
		expect(replies.map((reply) => reply.slice(0, 3))).toEqual(["331", "230", "200", "200", "257"]);
		expect(server.files.stat("/ü").type).toBe("directory");
	}
});

test("what is no command is refused, and the session goes on", async () => {
	const { login } = await lab();
	const client = await login();
	expect(await client.say("XYZZY")).toMatch(/^500 /);
	expect(await client.say("")).toMatch(/^500 /);
	expect(await client.say(`CWD ${"x".repeat(9000)}`)).toBe("500 The line is too long");
	expect(await client.say("CWD")).toBe("501 An argument is missing");
	expect(await client.say("noop")).toBe("200 Still here");
});

test("bytes that are no UTF-8 are taken as ISO-8859-1, Telnet's own commands are left out", async () => {
	const { login, server } = await lab();
	const client = await login();
	const encode = (text: string): number[] => [...new TextEncoder().encode(text)];
	await client.control.write(Uint8Array.of(...encode("MKD a"), 0xe4, ...encode("\r\n")));
	expect(await client.reply()).toEqual(['257 "/aä" created']);
	await client.control.write(Uint8Array.of(0xff, 0xf4, 0xff, 0xfb, 0x06, ...encode("NOOP\r\n")));
	await client.reply();
	await client.control.write(Uint8Array.of(...encode("MKD b"), 0xff, 0xff, ...encode("\r\n")));
	await client.reply();
	expect(server.commands.slice(-2)).toEqual(["NOOP", "MKD b\u00ff"]);
});

test("too long a silence is 421 and the end", async () => {
	const { clock, network, connect } = await lab({ timeouts: { idle: 1000 } });
	const client = await connect();
	await clock.advance(999);
	expect(await client.say("NOOP")).toMatch(/^200 /);
	await clock.advance(1000);
	expect(await client.reply()).toEqual(["421 Timeout"]);
	expect(await client.control.read()).toBeUndefined();
	await clock.advance(2000);
	expect(network.open.accepted).toBe(0);
	client.control.close();
	expect(clock.pending).toBe(0);
});

test("a client that reads no replies does not keep the server for ever", async () => {
	const { clock, network, connect } = await lab({ timeouts: { idle: 1000 } }, { bufferSize: 16 });
	const client = await connect();
	await client.write("HELP\r\n");
	await clock.advance(1000);
	expect(network.open.accepted).toBe(0);
	client.control.close();
	expect(clock.pending).toBe(0);
});

test("more sessions than allowed are sent away", async () => {
	const { clock, connect, server } = await lab({ maxSessions: 1 });
	const first = await connect();
	const second = await connect();
	expect(second.greeting).toEqual(["421 Too many sessions"]);
	expect(await second.control.read()).toBeUndefined();
	second.control.close();
	first.control.close();
	await clock.settle();
	expect(server.activeSessions).toBe(0);
	expect((await connect()).greeting).toEqual(["220 Ready"]);
});

test("any greeting, and one that refuses", async () => {
	const long = await (await lab({ greeting: ["220-Welcome", "  to us", "220 Go on"] })).connect();
	expect(long.greeting).toEqual(["220-Welcome", "  to us", "220 Go on"]);
	const refused = await (await lab({ greeting: ["421 Not today"] })).connect();
	expect(refused.greeting).toEqual(["421 Not today"]);
	expect(await refused.control.read()).toBeUndefined();
});

test("FEAT, OPTS, SYST, HELP and STAT tell what there is", async () => {
	const { login } = await lab();
	const client = await login();
	expect(await client.ask("FEAT")).toEqual([
		"211-Features:",
		" AUTH TLS",
		" PBSZ",
		" PROT",
		" AVBL",
		" EPSV",
		" HASH SHA-512;SHA-256*;SHA-1;CRC32",
		" MDTM",
		" MFMT",
		" MLST type*;size*;modify*;perm*;unique*;UNIX.mode*;UNIX.owner*;UNIX.group*;",
		" PASV",
		" REST STREAM",
		" SIZE",
		" TVFS",
		" UTF8",
		" XCRC",
		" XSHA1",
		" XSHA256",
		" XSHA512",
		"211 End",
	]);
	expect(await client.say("OPTS MLST Size;type;nonsense;")).toBe("200 MLST OPTS type;size;");
	expect(await client.say("FEAT")).toContain("MLST type*;size*;modify;perm;");
	expect(await client.say("OPTS MLST")).toBe("200 MLST OPTS");
	expect(await client.say("OPTS UTF8 ON")).toMatch(/^200 /);
	expect(await client.say("OPTS HASH")).toBe("200 SHA-256");
	expect(await client.say("OPTS HASH WHIRLPOOL")).toMatch(/^501 /);
	expect(await client.say("SYST")).toBe("215 UNIX Type: L8");
	expect(await client.ask("HELP")).toContain(" MLSD");
	expect(await client.ask("STAT")).toContain(" Logged in as me");
});

test("STAT of a path lists over the control connection", async () => {
	const { login, connect, server } = await lab();
	server.files.write("/d/f", "1");
	const client = await login();
	const lines = await client.ask("STAT /d");
	expect(lines[1]).toMatch(/^-rw-r--r-- .* f$/);
	expect(lines.at(-1)).toBe("213 End of status");
	expect(await client.say("STAT /none")).toMatch(/^550 /);
	expect(await (await connect()).say("STAT /d")).toMatch(/^530 /);
});

test("a hook may answer any command, swallow it, and its own failure is 451", async () => {
	const { login, server } = await lab({
		onCommand: (command, args, session) => {
			if (command === "NOOP") {
				return ["200-odd", "200 but fine"];
			}
			if (command === "PWD") {
				return new TextEncoder().encode(`257 "${session.directory}"\n`);
			}
			if (command === "SYST") {
				return [];
			}
			if (args === "fail") {
				throw new Error("from the hook");
			}
			return undefined;
		},
	});
	const client = await login();
	expect(await client.ask("NOOP")).toEqual(["200-odd", "200 but fine"]);
	await client.write("PWD\r\nSYST\r\nTYPE I\r\n");
	expect(await client.reply()).toEqual(['257 "/"\n200 Type is I']);
	expect(await client.say("CWD fail")).toBe("451 The server has failed");
	expect(server.errors).toMatchObject([{ message: "from the hook" }]);
});

test("closing the server ends its sessions", async () => {
	const { network, login, running, server } = await lab();
	const client = await login();
	await running.close();
	expect(await client.control.read()).toBeUndefined();
	client.control.close();
	expect(server.activeSessions).toBe(0);
	expect(network.open).toEqual({ dialled: 0, accepted: 0, ports: 0 });
});

test("latency is counted in virtual time: one round trip for the dial, half of one for the greeting, one for a command", async () => {
	const clock = new VirtualClock(0);
	const { connect, running } = await lab({ clock }, { clock, latency: 50 });
	const client = await clock.until(connect());
	expect(clock.now()).toBe(150);
	expect(await clock.until(client.say("NOOP"))).toBe("200 Still here");
	expect(clock.now()).toBe(250);
	client.control.close();
	await clock.until(running.close());
	await clock.advance(100);
	expect(clock.pending).toBe(0);
});
