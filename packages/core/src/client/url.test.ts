import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { FTPClient } from "./client.ts";
import { utf8 } from "./encodings/utf8.ts";
import { FTPPool } from "./pool.ts";
import { SmallFTPClient } from "./small-client.ts";
import { fixture } from "./test-fixture.ts";
import { type FTPUrl, parseFTPUrl } from "./url.ts";

const bare: FTPUrl = {
	host: "host",
	port: undefined,
	secure: false,
	user: undefined,
	pass: undefined,
	path: "",
	type: undefined,
	isDirectory: true,
};

test.each<[string, Partial<FTPUrl>]>([
	["ftp://host", {}],
	["ftp://host/", {}],
	["FTP://host", {}],
	["ftps://host", { secure: "implicit" }],
	["ftpes://host", { secure: true }],
	["ftp://host:2121/", { port: 2121 }],
	["ftp://host:/", {}],
	["ftp://bob@host", { user: "bob" }],
	["ftp://bob:@host", { user: "bob", pass: "" }],
	["ftp://bob:hunter2@host", { user: "bob", pass: "hunter2" }],
	["ftp://:pw@host", { user: "", pass: "pw" }],
	["ftp://bob:a:b@host", { user: "bob", pass: "a:b" }],
	["ftp://bob%40corp:p%3a%2F%40ss@host", { user: "bob@corp", pass: "p:/@ss" }],
	["ftp://bob@corp:pw@host", { user: "bob@corp", pass: "pw" }],
	["ftp://192.0.2.1/", { host: "192.0.2.1" }],
	["ftp://[2001:db8::1]:2121/", { host: "2001:db8::1", port: 2121 }],
	["ftp://[::ffff:192.0.2.1]/", { host: "::ffff:192.0.2.1" }],
	["ftp://ftp1.example.2go/", { host: "ftp1.example.2go" }],
	["ftp://[fe80::1%25eth0]/", { host: "fe80::1%eth0" }],
	["ftp://b%C3%BCcher.example", { host: "bücher.example" }],
	["ftp://bücher.example", { host: "bücher.example" }],
])("%s", (url, expected) => {
	expect(parseFTPUrl(url)).toEqual({ ...bare, ...expected });
});

test.each<[string, Partial<FTPUrl>]>([
	["/a.txt", { path: "a.txt" }],
	["/pub/a.txt", { path: "pub/a.txt" }],
	["/%2Fetc/motd", { path: "/etc/motd" }],
	["//etc/motd", { path: "/etc/motd" }],
	["/a%2Fb", { path: "a/b" }],
	["/a%20b%3F%23.txt", { path: "a b?#.txt" }],
	["/%C3%A9t%C3%A9", { path: "été" }],
	["/été", { path: "été" }],
	["/100%25", { path: "100%" }],
	["/..%2F..", { path: "../.." }],
	["/a\\b", { path: "a\\b" }],
	["/pub/", { path: "pub", isDirectory: true }],
	["/pub//", { path: "pub", isDirectory: true }],
	["/%2F", { path: "/", isDirectory: true }],
	["//", { path: "/", isDirectory: true }],
	["/a;type=i", { path: "a", type: "binary" }],
	["/a;TYPE=A", { path: "a", type: "ascii" }],
	["/pub;type=d", { path: "pub", isDirectory: true }],
	["/;type=d", { isDirectory: true }],
	["/a;1", { path: "a;1" }],
	["/a;type=x;type=i", { path: "a;type=x", type: "binary" }],
	["/a%3Btype=i", { path: "a;type=i" }],
	["/a;type=i/b", { path: "a;type=i/b" }],
])("ftp://host%s", (path, expected) => {
	expect(parseFTPUrl(`ftp://host${path}`)).toEqual({ ...bare, isDirectory: false, ...expected });
});

test("a URL object is the same", () => {
	expect(parseFTPUrl(new URL("ftp://bob:a%40b@host:2121/%2Fetc/motd;type=i"))).toEqual({
		...bare,
		port: 2121,
		user: "bob",
		pass: "a@b",
		path: "/etc/motd",
		type: "binary",
		isDirectory: false,
	});
});

test.each([
	[""],
	["host"],
	["ftp:host"],
	["ftp:/host"],
	["ftp://"],
	["ftp:///path"],
	["ftp://bob@"],
	["http://host"],
	["sftp://host"],
	["ftp://host?query"],
	["ftp://host/a#b"],
	["ftp://host:port/"],
	["ftp://host:0/"],
	["ftp://host:65536/"],
	["ftp://host:99999999999999999999/"],
	["ftp://[host]/"],
	["ftp://[::1/"],
	["ftp://::1/"],
	["ftp://127.1/"],
	["ftp://2130706433/"],
	["ftps://0x7f.0.0.1/"],
	["ftp://127.0.0.01/"],
	["ftp://127.0.0.256/"],
	["ftp://127.0.0.1./"],
	["ftp://\uff11\uff12\uff17.0.0.1/"],
	["ftps://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/"],
	["ftp://\uff48ost/"],
	["ftp://ho%00st/"],
	["ftp://ho%2Fst/"],
	["ftp://host/a;type=x"],
	["ftp://host/a;type="],
	["ftp://host/a b"],
	["ftp://safe.test\\@host/"],
	["ftp://host\\@safe.test/"],
	["ftpes://safe.test\\@host/"],
	["ftp://host/a\nb"],
	["ftp://host/%"],
	["ftp://host/%4"],
	["ftp://host/%zz"],
	["ftp://host/a%0d%0aDELE%20x"],
	["ftp://host/a%00"],
	["ftp://bob%0aDELE:x@host/"],
	["ftp://bob:x%0D%0ADELE@host/"],
	[42],
	[null],
	[undefined],
	[{ toString: () => "ftp://host" }],
])("73, 77: %j is none", (url) => {
	expect(() => parseFTPUrl(url as string)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" }));
});

test("a password is in no message", () => {
	for (const url of [
		"ftp://bob:hunter2@host?x",
		"ftp://bob:hunter2%zz@host",
		"ftp://bob:hunter2%0a@host",
		"ftp://bob:hunter2@/",
	]) {
		expect(() => parseFTPUrl(url)).toThrow(/^(?!.*hunter2)/s);
	}
});

test("what is no UTF-8 comes out of the codec as the bytes that it was", () => {
	const { path } = parseFTPUrl("ftp://host/caf%E9%C3%A9");
	expect([...utf8().encode(path)]).toEqual([0x63, 0x61, 0x66, 0xe9, 0xc3, 0xa9]);
});

test("73: whatever is given, there is a result that FTP can carry, or an FTPUsageError", () => {
	const piece = fc.constantFrom(
		"ftp:",
		"ftps:",
		"//",
		"/",
		"@",
		":",
		"[",
		"]",
		"%",
		"%0a",
		"%2F",
		"%E9",
		"%00",
		";type=",
		"a",
		"host",
		"?",
		"\ud800",
	);
	const text = fc.oneof(
		fc.string({ unit: anyCharacter }),
		fc.array(fc.oneof(piece, fc.string())).map((pieces) => `ftp://${pieces.join("")}`),
	);
	fc.assert(
		fc.property(text, (url) => {
			let parsed: FTPUrl;
			try {
				parsed = parseFTPUrl(url);
			} catch (error) {
				expect(error).toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
				return;
			}
			expect(`${parsed.host}${parsed.user}${parsed.pass}${parsed.path}`).not.toMatch(/[\r\n\0]/);
			expect(parsed.host).not.toBe("");
		}),
		{ numRuns: runs(500) },
	);
});

test("what is encoded as it should be comes back", () => {
	const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((part) => !/[\r\n\0\p{Cs}/]/u.test(part));
	fc.assert(
		fc.property(text, text, fc.array(text, { minLength: 1 }), (user, pass, parts) => {
			const path = parts.map(encodeURIComponent).join("/");
			const url = `ftp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@host/${path}`;
			expect(parseFTPUrl(url)).toMatchObject({ user, pass, path: parts.join("/"), isDirectory: false });
		}),
		{ numRuns: runs(100) },
	);
});

test("long and hostile URLs are read in linear time", () => {
	const many = 50_000;
	expect(parseFTPUrl(`ftp://host/${"/".repeat(many)}a`).path.endsWith("/a")).toBe(true);
	expect(parseFTPUrl(`ftp://host/${";type=".repeat(many)}/a`).type).toBeUndefined();
	expect(() => parseFTPUrl(`ftp://${"@".repeat(many)}`)).toThrow("host");
	expect(() => parseFTPUrl(`ftp://${":".repeat(many)}@`)).toThrow("host");
});

describe("in place of a client's host", () => {
	test("it gives the server and the login; what is set beside it counts more", async () => {
		const { network, server, alsoClose, clock } = await fixture({ connect: false });
		const dialer = network.dialer();
		for (const Client of [FTPClient, FTPPool]) {
			const client = new Client("ftp://bob:hunter2@ftp.test/", { dialer, clock });
			alsoClose(client);
			await client.connect();
			await client.close();
		}
		expect(server.commands.filter((line) => /^(?:USER|PASS)/.test(line))).toEqual([
			"USER bob",
			"PASS hunter2",
			"USER bob",
			"PASS hunter2",
		]);
		const other = new FTPClient(new URL("ftp://eve:wrong@ftp.test:2121"), {
			user: "bob",
			pass: "hunter2",
			port: 21,
			secure: undefined,
			dialer,
			clock,
		});
		alsoClose(other);
		await other.connect();
		expect(network.dials.at(-1)).toMatchObject({ host: "ftp.test", port: 21 });
	});

	test("implicit TLS has its own port", async () => {
		const { network, alsoClose, clock } = await fixture({ client: { secure: "implicit" }, connect: false });
		const client = new FTPClient("ftps://bob:hunter2@ftp.test", { dialer: network.dialer(), clock });
		alsoClose(client);
		await client.connect();
		expect(client.secured).toBe(true);
		expect(network.dials.at(-1)).toMatchObject({ port: 990 });
	});

	test.each(["ftp://ftp.test/pub", "ftp://ftp.test/%2F", "ftp://ftp.test/;type=i"])("%s is for parseFTPUrl", async (url) => {
		const { network } = await fixture({ connect: false });
		expect(() => new FTPClient(url, { dialer: network.dialer() })).toThrow("parseFTPUrl");
		expect(() => new FTPPool(url, { dialer: network.dialer() })).toThrow("parseFTPUrl");
	});

	test("a line end in a password is found, and a password is not shown", async () => {
		const { network } = await fixture({ connect: false });
		const make = (): unknown => new FTPClient("ftp://bob:hunter2%0d%0aDELE@ftp.test", { dialer: network.dialer() });
		expect(make).toThrow(expect.objectContaining({ name: "FTPUsageError" }));
		expect(make).toThrow(/^(?!.*hunter2)/s);
		expect(network.dials).toHaveLength(0);
	});

	test("not for the small client, and options must be options all the same", async () => {
		const { network } = await fixture({ connect: false });
		expect(() => new SmallFTPClient("ftp://ftp.test", { dialer: network.dialer() })).toThrow("nothing else");
		expect(() => new FTPClient("ftp://ftp.test", null as never)).toThrow("options");
	});
});
