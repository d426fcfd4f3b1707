import { describe, expect, test } from "vitest";
import { latin1 } from "../client/encodings/latin1.ts";
import { utf8 } from "../client/encodings/utf8.ts";
import { fixture } from "../client/test-fixture.ts";
import { parseFTPUrl } from "../client/url.ts";
import { connect } from "../operations/connect.ts";
import { list } from "../operations/list.ts";
import { pwd } from "../operations/pwd.ts";
import { raw } from "../operations/raw.ts";
import { encodeCommand } from "../protocol/command.ts";
import type { TraceEvent } from "../protocol/effect.ts";
import { Secrets, shown } from "../protocol/secrets.ts";
import type { Answer } from "../testing/server/options.ts";
import { play } from "../testing/transcript.ts";

/** Everything that anybody could print of a value: all that hangs on it, what is not enumerable and on its prototypes too. */
function everything(value: unknown): string {
	const seen = new Set<unknown>();
	const found: string[] = [];
	const look = (one: unknown): void => {
		if (typeof one !== "object" || one === null) found.push(String(one));
		else if (!seen.has(one)) {
			seen.add(one);
			found.push(JSON.stringify(one) ?? "");
			if (one instanceof Error) found.push(String(one));
			if (one instanceof Map || one instanceof Set) look([...one]);
			for (const key of Reflect.ownKeys(one)) look(Object.getOwnPropertyDescriptor(one, key)?.value);
			look(Object.getPrototypeOf(one));
		}
	};
	look(value);
	return found.join("\n");
}

function secretsOf(...passwords: string[]): Secrets {
	const secrets = new Secrets(utf8());
	for (const pass of passwords) secrets.add(encodeCommand("PASS", [pass], utf8(), 8192));
	return secrets;
}

describe("what is hidden in what a server says", () => {
	test.each([
		["the whole of it", "hunter2", "hunter2", "***"],
		["more than once", "hunter2", "hunter2 and hunter2", "*** and ***"],
		["within other words", "hunter2", "xhunter2x", "x***x"],
		["characters that mean something in patterns", "a.*$&(b", "axxb, a.*$&(b", "axxb, ***"],
		["what a replacement could take for a pattern", "$1$&$$", "is $1$&$$ it", "is *** it"],
		["two characters, alone", "ab", "PASS ab: able", "PASS ***: able"],
		["one character, in quotes", "e", "Login 'e' incorrect", "Login '***' incorrect"],
		["one digit, and no digit of a number", "5", "5 of 55", "*** of 55"],
		["one letter beside another script's", "e", "éeé e", "éeé ***"],
		["a blank in it", "correct horse", "no correct horse here", "no *** here"],
		["letters beyond ASCII", "пароль", "«пароль»", "«***»"],
		["an empty one is none", "", "Login incorrect", "Login incorrect"],
	])("102: %s", (_, pass, text, expected) => {
		expect(secretsOf(pass).masked(text)).toBe(expected);
	});

	test("102: one that is a part of another does not leave the rest of it", () => {
		expect(secretsOf("hunter", "hunter2-account").masked("hunter hunter2-account")).toBe("*** ***");
	});

	test("102: it is found as the bytes that were sent, in the encoding that replies are read in", () => {
		const login = utf8();
		const codec = { ...latin1, login };
		const secrets = new Secrets(codec);
		secrets.add(encodeCommand("PASS", ["pässword"], codec, 8192));
		expect(secrets.masked(`no ${codec.decode(login.encode("pässword"))}, no pässword`)).toBe("no ***, no ***");
		const doubled = new Secrets(latin1);
		doubled.add(encodeCommand("PASS", ["hunterÿ2"], latin1, 8192));
		expect(doubled.masked("hunterÿ2 hunterÿÿ2")).toBe("*** ***");
	});

	test("102: a reply whose lines cut it is withheld, but for its code", () => {
		const secrets = secretsOf("hunter2");
		const cut = { code: 530, text: "hunt\ner2", lines: ["530-hunt", "530 er2"] };
		secrets.hideIn(cut);
		expect(shown(cut)).toEqual({ code: 530, text: "***", lines: ["530 ***"] });
		const whole = { code: 530, text: "no\nhunter2", lines: ["530-no", "530 hunter2"] };
		secrets.hideIn(whole);
		expect(shown(whole)).toEqual({ code: 530, text: "no\n***", lines: ["530-no", "530 ***"] });
	});

	test("102: the code of a reply is no secret, though the password may be the same digits", () => {
		const reply = { code: 530, text: "530 is wrong", lines: ["530 530 is wrong"] };
		secretsOf("530").hideIn(reply);
		expect(shown(reply)).toEqual({ code: 530, text: "*** is wrong", lines: ["530 *** is wrong"] });
	});
});

describe("a session", () => {
	const bob = { user: "bob", pass: "hunter2", account: "sales-7" };
	const login = ["! connected control", "< 220 hi", "< 331 pass?", "< 230 in", "< 500 FEAT", "< 200 TYPE"];
	const dialogue = { connected: false, options: { pipelining: "off" as const } };

	test("102: the greeting may know the password from the session before", () => {
		const { session } = play(connect(bob), ["! connected control", "< 220 hello hunter2 of sales-7"], dialogue);
		expect(session.facts.greeting?.lines).toEqual(["220 hello *** of ***"]);
		const refused = play(connect(bob), ["! connected control", "< 530 hunter2 again?"], dialogue);
		expect(everything(refused.outcome)).not.toContain("hunter2");
		const proxied = play(connect(bob, { secret: "sesame-proxy" }), ["! connected control", "< 530 sesame-proxy"], dialogue);
		expect(everything(proxied.outcome)).not.toContain("sesame-proxy");
	});

	test.each([
		["a refusal", "< 550 hunter2"],
		["no path", "< 257 hunter2 is no path"],
		["another success", "< 250 hunter2"],
		["no answer", "< 350 hunter2"],
		["no reply at all", "< hunter2 hunter2"],
		["the end", "< 421 hunter2, good night"],
		["too much of it", ...Array<string>(1001).fill("< 150 hunter2")],
		["cut by line ends", "< 550-hunt\r\n550 er2"],
		["cut by the length of messages", `< 257 ${"x".repeat(190)}hunter2`],
	])("102: long after the login, in %s", (_, ...lines) => {
		const { session } = play(connect(bob), login, { ...dialogue, options: { pipelining: "off", trace: true } });
		const task = session.start(pwd(), 0);
		const events: TraceEvent[] = [];
		for (const line of lines) session.handle({ type: "received", bytes: new TextEncoder().encode(`${line.slice(2)}\r\n`) }, 0);
		for (let effect = session.poll(); effect; effect = session.poll()) if (effect.type === "trace") events.push(effect.event);
		expect(task.outcome).toMatchObject({ ok: false, error: { name: expect.stringMatching(/^FTP/) } });
		const error = task.outcome?.ok === false && task.outcome.error;
		expect(everything(error)).not.toMatch(/hunter2|hunte|hunt\W+er2/);
		expect(everything(session.closedBy)).not.toMatch(/hunter2|hunte/);
		expect(everything(events)).not.toMatch(/hunter2|hunt\W+er2/);
	});

	test("102: said by nobody's request, it closes the session, and is not in the reason", () => {
		const { session, outcome } = play(connect(bob), [...login, "< 200 hunter2"], dialogue);
		expect(outcome?.ok).toBe(true);
		expect(session.closedBy).toMatchObject({ code: "UNEXPECTED_REPLY", received: "200 ***" });
		expect(everything(session.closedBy)).not.toContain("hunter2");
	});

	test("102: an answer is used as it is, also when the password is in it", () => {
		const { session } = play(connect(bob), login, dialogue);
		const task = session.start(pwd(), 0);
		session.handle({ type: "received", bytes: new TextEncoder().encode('257 "/home/hunter2"\r\n') }, 0);
		expect(task.outcome).toEqual({ ok: true, value: "/home/hunter2" });
	});

	test.each(["files", "found", "No files found"])(
		"102: a password that is a word of the protocol, %j, changes nothing",
		(pass) => {
			const { session } = play(connect({ user: "bob", pass }), login, dialogue);
			const task = session.start(
				list("", () => undefined),
				0,
			);
			session.handle({ type: "received", bytes: new TextEncoder().encode("229 ok (|||6446|)\r\n") }, 0);
			session.handle({ type: "connected", channel: "data1", peer: "192.0.2.1" }, 0);
			session.handle({ type: "received", bytes: new TextEncoder().encode("450 No files found\r\n") }, 0);
			expect(task.outcome).toMatchObject({ ok: true, value: { byteCount: 0, reply: { text: expect.stringContaining("***") } } });
		},
	);

	test("102: an account that is sent by itself is hidden in its answer, too", () => {
		const { session } = play(connect(bob), login, dialogue);
		const task = session.start(raw("acct", "other-account"), 0);
		session.handle({ type: "received", bytes: new TextEncoder().encode("230 other-account it is\r\n") }, 0);
		expect(task.outcome).toMatchObject({ ok: true, value: { text: "*** it is" } });
	});
});

describe("a client", () => {
	const options = { user: "bob", pass: "hunter2-pass", account: "sales-account" };
	const ftpProxy = { host: "ftp.test", user: "me", pass: "sesame-proxy" };
	const any = /hunter2|sales-account|sesame-proxy|WORD-answer/;

	test("102: nothing that can be printed of clients, pools and their profiles has a secret", async () => {
		const users = { bob: { password: options.pass } };
		const set = await fixture({ server: { users: { bob: options.pass } }, client: options });
		expect(users.bob.password).toBe(options.pass);
		const pool = set.pool(options);
		await pool.connect();
		for (const one of [set.client, pool, set.another({ ...options, ftpProxy }), set.client.profile, set.client.greeting]) {
			expect(everything(one)).not.toMatch(any);
		}
	});

	test("102: a burst whose replies come out of place repeats nothing", async () => {
		const onCommand = (command: string, args: string): Answer =>
			command === "USER" ? ["331 go"] : [`530 ${command} ${args}, and hunter2-pass`];
		const events: TraceEvent[] = [];
		const set = await fixture({
			server: { onCommand },
			client: { ...options, onTrace: (event) => events.push(event) },
			connect: false,
		});
		const error: unknown = await set.client.connect().catch((reason: unknown) => reason);
		expect(error).toMatchObject({ name: "FTPReplyError", code: 530, command: "PASS ***" });
		expect(everything([error, events])).not.toMatch(any);
	});

	test.each<[string, object]>([
		["a line end", { pass: "hunter2-pass\r\nDELE x" }],
		["a character that the encoding lacks", { pass: "hunter2-pass日", encoding: "iso-8859-1" }],
		["half a character", { pass: "hunter2-pass\ud800" }],
		["a length that no command has", { pass: "hunter2-pass".repeat(1000) }],
		["no string", { pass: ["hunter2-pass"] }],
		["an account with NUL", { account: "sales-account\0" }],
		["a proxy without a name", { ftpProxy: { host: "ftp.test", pass: "sesame-proxy" } }],
		["a proxy's password with a line end", { ftpProxy: { ...ftpProxy, pass: "sesame-proxy\n" } }],
		["a proxy's host with a login in it", { ftpProxy: { host: "me:sesame-proxy@ftp.test" } }],
	])("102: an option with %s is refused without being shown", async (_, wrong) => {
		const { another } = await fixture({ connect: false });
		let error: unknown;
		try {
			another({ ...options, ...wrong });
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
		expect(everything(error)).not.toMatch(any);
		expect((error as Error).message).not.toMatch(/U\+65E5|U\+D800/);
	});

	test.each([
		"ftp://bob:hunter2-pass@ftp.test:99999",
		"ftp://bob:hunter2-pass@ftp.test/file?x",
		"ftp://bob:hunter2-pass@ftp.test/%zz",
		"ftp://bob:hunter2-pass%0d%0aDELE@ftp.test/",
		"ftp://bob:hunter2-pass%@ftp.test/",
		"ftp://bob:hunter2-pass @ftp.test/",
		"ftp://bob:hunter2-pass@ftp.test/;type=x",
		"ftp://bob:hunter2-pass@0x7f.1/",
		"http://bob:hunter2-pass@ftp.test/",
		"ftp://bob:hunter2-pass",
	])("102: a URL that is refused is not shown: %s", (url) => {
		expect(() => parseFTPUrl(url)).toThrow(/^(?!.*hunter2)/s);
		let error: unknown;
		try {
			parseFTPUrl(url);
		} catch (thrown) {
			error = thrown;
		}
		expect(everything(error)).not.toMatch(any);
	});

	test.each(["bob:hunter2-pass@ftp.test", "ftp.test/hunter2-pass", "ftp://bob:hunter2-pass@ftp.test/file"])(
		"102: neither is a host that is none: %s",
		async (host) => {
			const { network } = await fixture({ connect: false });
			const { FTPClient } = await import("../client/client.ts");
			expect(() => new FTPClient(host, { dialer: network.dialer() })).toThrow(/^(?!.*hunter2)/s);
		},
	);

	test("102: commands that are the client's own business are refused without their argument", async () => {
		const { client } = await fixture();
		for (const words of [["PASS", "hunter2-pass"], ["PASS hunter2-pass"], ["ACCT", "hunter2-pass\r\n"]] as const) {
			const [verb, ...args] = words;
			const error: unknown = await client.command(verb, ...args).catch((reason: unknown) => reason);
			expect(error).toMatchObject({ name: "FTPUsageError" });
			expect(everything(error)).not.toMatch(any);
		}
	});
});

test.each([
	["in words of their own", ["pswd", "hunter2", "hunter3"]],
	["in one", ["PSWD hunter2 hunter3"]],
])("102: a password that is changed is shown nowhere, nor what the server says of it: %s", (_, args) => {
	const said = "< 550-hunter2 it was\r\n550 hunter3 is too short";
	const { outcome, session } = play(raw("SITE", ...args), [said], { options: { trace: true } });
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550, command: `SITE ${args[0]?.slice(0, 4)} ***` } });
	expect(everything([outcome, session])).not.toMatch(/hunter/);
	const { bytes } = encodeCommand("SITE", args, utf8(), 8192);
	expect(new TextDecoder().decode(bytes)).toBe(`SITE ${args.join(" ")}\r\n`);
	expect(encodeCommand("SITE", ["CHMOD", "644", "PSWD x"], utf8(), 8192)).toMatchObject({ shown: "SITE CHMOD 644 PSWD x" });
});
