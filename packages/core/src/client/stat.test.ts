import { expect, test } from "vitest";
import { fixture } from "./test-fixture.ts";

/** The virtual clock starts at 2026-01-15 12:00. */
const modifiedAt = new Date("2026-01-14T10:11:12Z");
const plain = { quirks: { without: ["MLSD", "MLST"], hidesDotNames: true } };

test("stat() finds one name in the listing of its directory, and its exact time by MDTM", async () => {
	const { client, server, sent } = await fixture({ server: plain });
	for (const name of ["e", "f", "g", ".h"]) server.files.write(`/d/${name}`, "123", { modifiedAt, owner: "me" });
	const entry = { name: "f", type: "file", size: 3, owner: "me", modifiedAt, modifiedAtPrecision: "second" };
	expect(await client.stat("/d/f")).toMatchObject(entry);
	expect(sent().filter((line) => !/EPSV/.test(line))).toEqual(["LIST /d", "MDTM /d/f"]);
	expect(await client.stat("/d/.h")).toMatchObject({ ...entry, name: ".h" });
	await client.cd("/d");
	expect(await client.stat("f")).toMatchObject(entry);
	expect(await client.stat("/d")).toMatchObject({ name: "d", type: "directory", permissions: "rwxr-xr-x" });
	expect(await client.stat("/")).toEqual({ name: "/", type: "directory", raw: "" });
	await expect(client.stat("/d/missing")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
	await expect(client.stat("/missing/f")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
});

test("a directory that has too many names is too much for stat(), too", async () => {
	const { server, another } = await fixture({ connect: false, server: plain });
	for (let at = 0; at < 20; at++) server.files.write(`/d/${at}`, "");
	const client = another({ limits: { listingBytes: 500 } });
	await client.connect();
	await expect(client.stat("/d/3")).rejects.toMatchObject({ name: "FTPProtocolError", code: "LIMIT_EXCEEDED" });
});

test("where there is MLST, no data connection is opened for stat() and exists()", async () => {
	const { client, server, sent } = await fixture({ connect: false });
	server.files.write("/f", "123", { modifiedAt });
	const connected = client.connect();
	const [entry, isThere, isMissing] = await Promise.all([client.stat("/f"), client.exists("/f"), client.exists("/g"), connected]);
	expect(entry).toMatchObject({ name: "f", type: "file", size: 3, modifiedAt });
	expect([isThere, isMissing]).toEqual([true, false]);
	expect(sent().filter((line) => /EPSV|LIST/.test(line))).toEqual([]);
});

test("exists() of a server that has neither MLST nor SIZE, MDTM and CWD to files", async () => {
	const { client, server } = await fixture({ server: { quirks: { without: ["MLSD", "MLST", "SIZE", "MDTM"] } } });
	server.files.write("/d/f", "123");
	expect(await client.exists("/d")).toBe(true);
	expect(await client.exists("/d/f")).toBe(true);
	expect(await client.exists("/d/g")).toBe(false);
});

test("a path must be one", async () => {
	const { client, sent } = await fixture();
	for (const call of [client.stat(""), client.exists(""), client.stat("a\nb"), client.stat("a", null as never)]) {
		await expect(call).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	}
	expect(sent()).toEqual([]);
});
