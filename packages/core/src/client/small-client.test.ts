import { expect, test } from "vitest";
import type { Dialect } from "../listing/dialect.ts";
import { pwd } from "../operations/pwd.ts";
import { rename } from "../operations/rename.ts";
import type { FTPClientOptions } from "./options.ts";
import { SmallFTPClient } from "./small-client.ts";
import { type Fixture, fixture, pattern } from "./test-fixture.ts";

/** A small client of a server that has LIST only, unless told. */
async function small(
	options: Partial<FTPClientOptions> = {},
	without: string[] = ["MLSD", "MLST"],
): Promise<[SmallFTPClient, Fixture]> {
	const all = await fixture({ connect: false, server: { quirks: { without } } });
	const { clock, network } = all;
	const client = new SmallFTPClient("ftp.test", { user: "bob", pass: "hunter2", ...options, clock, dialer: network.dialer() });
	all.alsoClose(client);
	await client.connect();
	return [client, all];
}

test.each([[["MLSD", "MLST"]], [[]]])("moves files, lists, and runs any operation; without %j", async (without) => {
	const [client, { server }] = await small({}, without);
	await client.upload("a.bin", pattern(10_000));
	await client.run(rename("a.bin", "b.bin"));
	expect(await client.download("b.bin")).toEqual(pattern(10_000));
	expect(server.files.read("/b.bin")).toEqual(pattern(10_000));
	expect((await client.list()).map(({ name, type, size }) => [name, type, size])).toEqual([["b.bin", "file", 10_000]]);
	expect(client.features.has("SIZE")).toBe(true);
	expect(client.greeting?.code).toBe(220);
	await client.close();
	expect(client.closed).toBe(true);
	await expect(client.list()).rejects.toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
});

test("lines of LIST are read by the dialects that are given", async () => {
	const shout: Dialect = (line) => ({ name: line.toUpperCase(), type: "file", raw: line });
	const [client, { server, another }] = await small({ listingDialects: [shout] });
	server.files.write("/quiet", "");
	const [entry] = await client.list();
	expect(entry?.name).toMatch(/^-RW.* QUIET$/);
	const whole = another({ listingDialects: [] });
	await whole.connect();
	expect((await whole.list()).map(({ type, name }) => [type, / quiet$/.test(name)])).toEqual([["unknown", true]]);
});

test.each(["active", "compression", "retry"] as const)(
	"the option %s is refused by its name, but not when it is off",
	async (name) => {
		await expect(small({ [name]: true })).rejects.toMatchObject({
			code: "BAD_ARGUMENT",
			message: `${name} needs FTPClient or FTPPool`,
		});
		const [client] = await small({ [name]: false });
		expect(client.closed).toBe(false);
	},
);

test("no call is tried again, and a wish for that is refused before anything is sent", async () => {
	const [client, { server }] = await small();
	const before = server.commands.length;
	const refused = { name: "FTPUsageError", code: "BAD_ARGUMENT", message: "retry needs FTPClient or FTPPool" };
	for (const retry of [true, { attempts: 2 }]) {
		await expect(client.list("", { retry })).rejects.toMatchObject(refused);
		await expect(client.run(pwd(), { retry })).rejects.toMatchObject(refused);
		await expect(client.connect({ retry })).rejects.toMatchObject(refused);
	}
	expect(server.commands).toHaveLength(before);
	expect(await client.list("", { retry: false })).toEqual([]);
});

test.each([{ type: "ascii" }, { verify: true }, { allocate: 0 }] as const)(
	"%j of a transfer is refused before it",
	async (option) => {
		const [client, { server }] = await small();
		const refused = { name: "FTPUsageError", code: "UNSUPPORTED" };
		await expect(client.upload("a.txt", "text", option)).rejects.toMatchObject(refused);
		expect(() => server.files.read("/a.txt")).toThrow("does not exist");
		await client.upload("a.txt", "text", { type: "binary", verify: false, allocate: false });
		if (!("allocate" in option)) await expect(client.download("a.txt", option)).rejects.toMatchObject(refused);
		expect(await client.download("a.txt", { type: "binary", verify: false })).toEqual(new TextEncoder().encode("text"));
	},
);
