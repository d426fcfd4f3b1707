import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../property-runs.ts";
import type { TraceEvent } from "../protocol/effect.ts";
import { MemoryFiles } from "../testing/memory-files.ts";
import type { Answer } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { LoginOptions } from "./login-options.ts";
import type { FTPClientOptions } from "./options.ts";
import { SmallFTPClient } from "./small-client.ts";
import { closeAll, fixture } from "./test-fixture.ts";

/** A server that knows bob by the answer WORD to its challenge. */
function challenging(command: string, args: string, session: ServerSession): Answer {
	if (command !== "USER") return undefined;
	session.userName = args;
	session.user = { password: "WORD" };
	session.loginStep = "password";
	return ["331 Response to otp-md5 499 ke1234 required for bob."];
}

describe("one-time passwords", () => {
	test("the caller is given the challenge, and his answer logs in, in every session", async () => {
		const asked: string[] = [];
		const onChallenge = async (challenge: string): Promise<string> => {
			asked.push(challenge);
			return "WORD";
		};
		const { client } = await fixture({ server: { onCommand: challenging }, client: { onChallenge } });
		await expect(client.pwd()).resolves.toBe("/");
		await client.close();
		await client.connect();
		expect(asked).toEqual(Array(2).fill("Response to otp-md5 499 ke1234 required for bob."));
	});

	test("a wrong answer is the server's refusal, and is said once", async () => {
		const set = await fixture({
			server: { onCommand: challenging },
			client: { onChallenge: () => "OTHER" },
			connect: false,
		});
		await expect(set.client.connect()).rejects.toMatchObject({ name: "FTPReplyError", code: 530, command: "PASS ***" });
		expect(set.server.commands).toEqual(["USER bob", "PASS OTHER"]);
	});

	test("what it throws is the cause of the error", async () => {
		const cause = new Error("no calculator at hand");
		for (const onChallenge of [
			() => {
				throw cause;
			},
			() => Promise.reject(cause),
		]) {
			const { client, server, network } = await fixture({
				server: { onCommand: challenging },
				client: { onChallenge },
				connect: false,
			});
			await expect(client.connect()).rejects.toMatchObject({ name: "FTPAbortError", cause });
			expect(server.commands).toEqual(["USER bob"]);
			expect(network.open.dialled).toBe(0);
		}
	});

	test.each([[undefined], [null], [5], ["two\r\nlines"]])("%j is no answer", async (answer) => {
		const { client, server } = await fixture({
			server: { onCommand: challenging },
			client: { onChallenge: () => answer as string },
			connect: false,
		});
		await expect(client.connect()).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
		expect(server.commands).toEqual(["USER bob"]);
	});

	test("one that does not answer in time loses the session, and may answer then", async () => {
		let answer = (_: string): void => {};
		const onChallenge = (): Promise<string> =>
			new Promise((resolve) => {
				answer = resolve;
			});
		const set = await fixture({ server: { onCommand: challenging }, client: { onChallenge }, connect: false });
		const failed = expect(set.client.connect()).rejects.toMatchObject({
			name: "FTPTimeoutError",
			code: "REPLY_TIMEOUT",
			waitingFor: expect.stringContaining("challenge"),
		});
		await set.clock.advance(60_000);
		await failed;
		answer("WORD");
		await set.clock.advance(1);
		expect(set.server.commands).toEqual(["USER bob"]);
	});

	test("the caller may stop meanwhile, or close", async () => {
		for (const end of ["stop", "close"]) {
			const onChallenge = (): Promise<string> => new Promise(() => {});
			const set = await fixture({ server: { onCommand: challenging }, client: { onChallenge }, connect: false });
			const stop = new AbortController();
			const failed = expect(set.client.connect({ signal: stop.signal })).rejects.toMatchObject({ name: "FTPAbortError" });
			await set.clock.advance(1);
			if (end === "stop") stop.abort();
			else await set.client.close();
			await failed;
			expect(set.network.open.dialled).toBe(0);
		}
	});
});

describe("virtual hosts", () => {
	test("HOST goes before everything", async () => {
		const onCommand = (command: string): Answer => (command === "HOST" ? ["220 Welcome to files.example"] : undefined);
		const { client, server } = await fixture({ server: { onCommand }, client: { virtualHost: "files.example", secure: true } });
		expect(server.commands.slice(0, 4)).toEqual(["HOST files.example", "AUTH TLS", "HOST files.example", "USER bob"]);
		await expect(client.pwd()).resolves.toBe("/");
	});

	test("a server that does not know it learns nothing", async () => {
		const { client, server } = await fixture({ client: { virtualHost: "files.example" }, connect: false });
		await expect(client.connect()).rejects.toMatchObject({ name: "FTPReplyError", command: "HOST files.example" });
		expect(server.commands).toEqual(["HOST files.example"]);
	});
});

describe("an FTP proxy on the way", () => {
	/** Takes its own login, and passes on what comes behind it. */
	function guard(command: string, args: string, session: ServerSession): Answer {
		if (command === "USER" && args === "me") return ["331 Who are you?"];
		if (command === "PASS" && args === "sesame") return ["230 Go on"];
		if (command === "OPEN") return ["220 Connected"];
		if (command !== "USER" || !args.includes("@")) return undefined;
		session.userName = "bob";
		session.user = { password: "hunter2" };
		session.loginStep = "password";
		return ["331 Password of bob?"];
	}

	test("it is dialled, asked about, and told the server", async () => {
		const files = new MemoryFiles();
		files.write("/a", new Uint8Array(5));
		const asked: string[] = [];
		const client: FTPClientOptions = {
			ftpProxy: { host: "ftp.test" },
			port: 2121,
			allowConnect: (host, port, purpose) => asked.push(purpose === "control" ? `${host}:${port}` : purpose) > 0,
		};
		const set = await fixture({ server: { files, onCommand: guard }, client, connect: false });
		const { FTPClient } = await import("./client.ts");
		const proxied = new FTPClient("real.example", {
			user: "bob",
			pass: "hunter2",
			...client,
			dialer: set.network.dialer(),
			clock: set.clock,
		});
		set.alsoClose(proxied);
		await proxied.connect();
		await expect(proxied.download("/a")).resolves.toHaveLength(5);
		expect(asked).toEqual(["ftp.test:21", "data"]);
		expect(set.server.commands.slice(0, 2)).toEqual(["USER bob@real.example:2121", "PASS hunter2"]);
	});

	test("with implicit TLS it has that port", async () => {
		const client: FTPClientOptions = { secure: "implicit", ftpProxy: { host: "ftp.test" } };
		const set = await fixture({ server: { onCommand: guard }, client });
		expect(set.network.dials[0]).toMatchObject({ host: "ftp.test", port: 990 });
		expect(set.server.commands[0]).toBe("USER bob@ftp.test");
	});

	test("with a login of its own, TLS, and an IPv6 address behind it", async () => {
		const set = await fixture({ server: { onCommand: guard }, connect: false });
		const { FTPClient } = await import("./client.ts");
		const client = new FTPClient("2001:db8::1", {
			user: "bob",
			pass: "hunter2",
			secure: true,
			ftpProxy: { host: "ftp.test", style: "open", user: "me", pass: "sesame" },
			dialer: set.network.dialer(),
			clock: set.clock,
		});
		set.alsoClose(client);
		await client.connect();
		expect(client.secured).toBe(true);
		const login = ["AUTH TLS", "USER me", "PASS sesame", "OPEN [2001:db8::1]", "USER bob", "PASS hunter2"];
		expect(set.server.commands.slice(0, 6)).toEqual(login);
	});
});

test("without a name one is anonymous, and with a name alone there is no password", async () => {
	const set = await fixture({ server: { users: { anonymous: "anonymous@", bob: "" } }, connect: false });
	for (const user of [undefined, "bob"]) await set.another({ user, pass: undefined }).connect();
	const login = set.server.commands.filter((line) => /^(?:USER|PASS)/.test(line));
	expect(login).toEqual(["USER anonymous", "PASS anonymous@", "USER bob", "PASS "]);
});

test("data in the clear, where that is wanted", async () => {
	const files = new MemoryFiles();
	files.write("/a", new Uint8Array(5));
	for (const [dataProtection, level] of [
		["clear", "C"],
		["private", "P"],
		[undefined, "P"],
	] as const) {
		const set = await fixture({ server: { files }, client: { secure: true, dataProtection } });
		await expect(set.client.download("/a")).resolves.toHaveLength(5);
		await set.client.upload("/b", new Uint8Array(7));
		expect(set.server.commands).toContain(`PROT ${level}`);
		expect(set.server.sessions[0]?.protection).toBe(level);
	}
});

test("a name and a language, where FEAT offers them", async () => {
	const options = {
		features: (standard: readonly string[]) => [...standard, "CLNT", "LANG EN*"],
		onCommand: (command: string): Answer => (command === "CLNT" ? ["200 Noted"] : command === "LANG" ? ["504 No"] : undefined),
	};
	const set = await fixture({ server: options, client: { clientName: "isoftp", language: "de-AT" } });
	expect(set.server.commands.slice(-3)).toEqual(["CLNT isoftp", "OPTS UTF8 ON", "LANG de-AT"]);
});

describe("options that cannot be right", () => {
	test.each<[string, object]>([
		["onChallenge", { onChallenge: "WORD" }],
		["virtualHost", { virtualHost: "" }],
		["virtualHost", { virtualHost: "a\r\nDELE x" }],
		["virtualHost", { virtualHost: "a.example", ftpProxy: { host: "proxy.example" } }],
		["CLNT", { clientName: "a\nb" }],
		["CLNT", { clientName: 5 }],
		["language", { language: "de AT" }],
		["language", { language: "" }],
		["language", { language: 5 }],
		["dataProtection", { dataProtection: "clear" }],
		["dataProtection", { dataProtection: "private" }],
		["dataProtection", { dataProtection: "none", secure: true }],
		["ftpProxy", { ftpProxy: "proxy.example" }],
		["ftpProxy.host", { ftpProxy: {} }],
		["ftpProxy.host", { ftpProxy: { host: "ftp://proxy.example" } }],
		["ftpProxy.port", { ftpProxy: { host: "proxy.example", port: 0 } }],
		["ftpProxy.style", { ftpProxy: { host: "proxy.example", style: "USER" } }],
		["ftpProxy", { ftpProxy: { host: "proxy.example", pass: "sesame" } }],
		["USER", { ftpProxy: { host: "proxy.example", user: "a\r\nb" } }],
		["PASS", { ftpProxy: { host: "proxy.example", user: "a", pass: "sesame\r\nb" } }],
		["profile", { profile: "{}" }],
	])("%s in %j", async (name, options) => {
		const { another, network } = await fixture({ connect: false });
		const make = (): unknown => another(options as FTPClientOptions);
		expect(make).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" }));
		expect(make).toThrow(name);
		expect(make).toThrow(/^(?!.*sesame)/s);
		expect(network.dials).toHaveLength(0);
	});

	test("none of them is for the small client, which says so", async () => {
		const { network } = await fixture({ connect: false });
		const all: Required<LoginOptions> = {
			onChallenge: () => "",
			virtualHost: "a.example",
			clientName: "a",
			language: "en",
			ftpProxy: { host: "a.example" },
			dataProtection: "clear",
			profile: {},
		};
		for (const [name, value] of Object.entries(all)) {
			const make = (): unknown => new SmallFTPClient("ftp.test", { [name]: value, dialer: network.dialer() });
			expect(make).toThrow(`${name} needs FTPClient`);
		}
	});
});

test("102: whatever a server answers, no secret is in a trace or an error", async () => {
	const secrets = ["hunter2-pass", "sales-account", "WORD-answer", "sesame-proxy"];
	const code = fc.constantFrom(200, 202, 220, 230, 331, 331, 332, 350, 421, 430, 500, 530, 532);
	const script = fc.record({
		codes: fc.array(code, { minLength: 1, maxLength: 12 }),
		isChallenge: fc.boolean(),
		isProxied: fc.boolean(),
		pipelining: fc.constantFrom("auto" as const, "off" as const, "eager" as const),
	});
	await fc.assert(
		fc.asyncProperty(script, async ({ codes, isChallenge, isProxied, pipelining }) => {
			let at = 0;
			// Everything is repeated, as some servers do with what they do not like.
			const onCommand = (command: string, args: string): Answer => [`${codes[at++ % codes.length]} "${command} ${args}" it was`];
			const events: TraceEvent[] = [];
			const { client, clock } = await fixture({
				server: { onCommand },
				client: {
					pass: "hunter2-pass",
					account: "sales-account",
					pipelining,
					timeouts: { total: 5_000 },
					onTrace: (event) => events.push(event),
					...(isChallenge && { pass: undefined, onChallenge: () => "WORD-answer" }),
					...(isProxied && { ftpProxy: { host: "ftp.test", user: "me", pass: "sesame-proxy" } }),
				},
				connect: false,
			});
			let error: unknown;
			const connected = client.connect().catch((reason: unknown) => {
				error = reason;
			});
			await clock.advance(10_000);
			await connected;
			const shown = [JSON.stringify(events), JSON.stringify(error), String(error), (error as Error)?.stack].join("\n");
			const causes = String((error as Error)?.cause);
			expect(events.length).toBeGreaterThan(2);
			for (const secret of secrets) expect(`${shown}\n${causes}`).not.toContain(secret);
			await closeAll();
		}),
		{ numRuns: runs(60) },
	);
});
