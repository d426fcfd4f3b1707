import { expect, test } from "vitest";
import type { UploadOptions } from "./calls.ts";
import { fixture } from "./test-fixture.ts";

const date = new Date("2001-02-03T04:05:06Z");

test("sets the time of modification", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/a b.txt", "x");
	await client.setModifiedAt("/a b.txt", date);
	expect(sent()).toEqual(["MFMT 20010203040506 /a b.txt"]);
	expect(await client.modifiedAt("/a b.txt")).toEqual(date);
	await expect(client.setModifiedAt("/none", date)).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
	await expect(client.setModifiedAt("/a b.txt", new Date(Number.NaN))).rejects.toMatchObject({ name: "FTPUsageError" });
});

test("sets the time of modification on a server that has only SITE UTIME", async () => {
	const { client, server, sent } = await fixture({ server: { quirks: { without: ["MFMT"] } } });
	server.files.write("/f", "x");
	await client.setModifiedAt("/f", date);
	expect(sent().map((line) => line.split(" ")[0])).toEqual(["MDTM", "SITE"]);
	expect(server.files.stat("/f").modifiedAt).toEqual(date);
});

test("sets permissions", async () => {
	const { client, server } = await fixture();
	server.files.write("/a b", "x");
	await client.chmod("/a b", 0o640);
	expect(server.files.stat("/a b").mode).toBe(0o640);
	await client.chmod("/a b", "rwxr-xr-x");
	expect(server.files.stat("/a b").mode).toBe(0o755);
	await expect(client.chmod("/a b", "u+x")).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
});

test("asks for hashes", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/a b", "hello world");
	expect(await client.hash("/a b", "SHA-1")).toBe("2aae6c35c94fcfb415dbe95f408b9ce91ee846ed");
	expect(await client.hash("/a b", "CRC32")).toBe("0d4a1185");
	expect(await client.hash("/a b", "CRC32")).toBe("0d4a1185");
	expect(sent()).toEqual(["OPTS HASH SHA-1", "HASH /a b", "OPTS HASH CRC32", "HASH /a b", "HASH /a b"]);
	await expect(client.hash("/a b", "MD5")).rejects.toMatchObject({ name: "FTPUsageError", code: "UNSUPPORTED" });
});

test("asks for hashes by the older commands", async () => {
	const { client, server, sent } = await fixture({ server: { quirks: { without: ["HASH"] } } });
	server.files.write("/a b", "hello world");
	expect(await client.hash("/a b", "SHA-1")).toBe("2aae6c35c94fcfb415dbe95f408b9ce91ee846ed");
	expect(await client.hash("/a b", "CRC32")).toBe("0d4a1185");
	expect(sent()).toEqual(['XSHA1 "/a b"', 'XCRC "/a b"']);
});

test("asks the server about itself", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", "12345");
	expect(await client.system()).toBe("UNIX Type: L8");
	expect((await client.status()).code).toBe(211);
	expect((await client.status("/f")).text).toContain("f");
	expect((await client.help()).text).toContain("STOU");
	expect((await client.site("CHMOD", "600", "/f")).code).toBe(200);
	expect(await client.available()).toBe(2 ** 30 - 5);
	expect(await client.sizeExact("/f")).toBe(5n);
	await expect(client.quota()).rejects.toMatchObject({ name: "FTPReplyError", code: 500 });
});

test("stores under a name of the server's", async () => {
	const { client, server } = await fixture();
	server.files.mkdir("/in");
	await client.cd("/in");
	const first = await client.uploadUnique("one");
	const second = await client.uploadUnique(new Blob(["two!"]), { allocate: true });
	expect(first).toMatchObject({ name: "/in/upload", bytes: 3, reply: { code: 226 } });
	expect(second).toMatchObject({ name: "/in/upload.1", bytes: 4 });
	expect(server.files.text("/in/upload.1")).toBe("two!");
	for (const option of [{ append: true }, { offset: 5 }, { verify: true }] as UploadOptions[]) {
		await expect(client.uploadUnique("x", option)).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	}
	expect(server.files.list("/in")).toHaveLength(2);
});

test("a unique upload is not begun again in a new session", async () => {
	// Any other call would be: a new session is the cure for a TLS session that was not resumed.
	const { client, server } = await fixture({
		client: { secure: true },
		server: { quirks: { requireSessionReuse: "vsftpd" } },
		dialer: { capabilities: { resumeTls: "never" } },
	});
	await expect(client.uploadUnique("x")).rejects.toMatchObject({ name: "FTPTLSError", code: "SESSION_NOT_RESUMED" });
	expect(server.commands.filter((line) => line === "STOU")).toHaveLength(1);
	expect(server.sessions).toHaveLength(1);
});
