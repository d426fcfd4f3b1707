import { describe, expect, test } from "vitest";
import type { Answer } from "../testing/server/options.ts";
import { type Fixture, type FixtureOptions, fixture } from "./test-fixture.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A client that has downloaded twice, so that a data connection is open which nobody uses yet. */
async function ahead(options: FixtureOptions = {}): Promise<Fixture> {
	const set = await fixture(options);
	for (const name of ["a", "b", "c"]) set.server.files.write(`/${name}`, name);
	expect(text(await set.client.download("a"))).toBe("a");
	expect(text(await set.client.download("b"))).toBe("b");
	await set.clock.advance(10);
	expect(set.network.open.dialled).toBe(2);
	return set;
}

describe("a data connection that is open and not used", () => {
	test("goes with close(), politely", async () => {
		const { client, network, sent } = await ahead();
		await client.close();
		expect(sent().at(-1)).toBe("QUIT");
		expect(network.open.dialled).toBe(0);
	});

	test("is in nobody's way", async () => {
		const { client, sent } = await ahead();
		await client.mkdir("d");
		await client.cd("d");
		await client.rename("/a", "/d/x");
		await expect(client.command("NOOP")).resolves.toMatchObject({ code: 200 });
		await expect(client.download("missing")).rejects.toMatchObject({ code: 550 });
		await client.upload("u", "up");
		expect(text(await client.download("x"))).toBe("a");
		expect((await client.list()).map(({ name }) => name).sort()).toEqual(["u", "x"]);
		expect(sent().filter((line) => line.startsWith("PASV"))).toEqual([]);
	});

	test("takes an upload, once: also APPE, and from a source that cannot be read twice", async () => {
		const { client, server, sent } = await ahead();
		const before = sent().length;
		await client.upload("a", new Blob(["more"]).stream(), { append: true });
		expect(text(server.files.read("/a"))).toBe("amore");
		expect(sent().slice(before)).toEqual(["APPE a"]);
	});

	test("is replaced when it has died, and nothing is sent or got twice", async () => {
		for (const verb of ["RETR", "APPE"]) {
			let refusals = 0;
			const onCommand = (command: string, file: string): Answer =>
				command === verb && file === "c" && refusals++ === 0 ? ["425 gone"] : undefined;
			const { client, server } = await ahead({ server: { onCommand } });
			if (verb === "RETR") expect(text(await client.download("c"))).toBe("c");
			else await client.upload("c", new Blob(["more"]).stream(), { append: true });
			expect(refusals).toBe(2);
			expect(text(server.files.read("/c"))).toBe(verb === "RETR" ? "c" : "cmore");
		}
	});

	test("a download that breaks behind its first bytes is not begun again, also where the server says no 150", async () => {
		let transfers = 0;
		const onTransfer = (): { after: number; how: "reset" } | undefined =>
			++transfers === 3 ? { after: 2000, how: "reset" } : undefined;
		const { client, server, sent } = await ahead({ server: { quirks: { preliminaryReply: false, onTransfer } } });
		server.files.write("/big", new Uint8Array(5000));
		let got = 0;
		const sink = {
			write(bytes: Uint8Array): undefined {
				got += bytes.length;
			},
		};
		await expect(client.downloadTo(sink, "big")).rejects.toMatchObject({ name: expect.stringMatching(/^FTP/) });
		expect(got).toBeLessThanOrEqual(2000);
		expect(sent().filter((line) => line === "RETR big")).toHaveLength(1);
	});
});

describe("opening it where that is not allowed, or elsewhere", () => {
	test("a dial that allowConnect forbids is the failure of the call that needs it, and only of that", async () => {
		let allowed = 2;
		const allowConnect = (_: string, __: number, purpose: string): boolean => purpose === "control" || allowed-- > 0;
		const { client, server } = await fixture({ client: { allowConnect } });
		for (const name of ["a", "b"]) server.files.write(`/${name}`, name);
		await client.download("a");
		await client.download("b");
		await expect(client.download("a")).rejects.toMatchObject({ name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" });
		expect(await client.size("a")).toBe(1);
		allowed = 1;
		expect(text(await client.download("a"))).toBe("a");
	});

	test("PASV, and the address that is advertised", async () => {
		const { client, network } = await ahead({ client: { passive: "pasv", dataHost: "advertised" } });
		expect(text(await client.download("c"))).toBe("c");
		expect(new Set(network.dials.slice(1).map(({ host }) => /^\d+\.\d+\.\d+\.\d+$/.test(host)))).toEqual(new Set([true]));
	});

	test("implicit TLS, and another encoding", async () => {
		const { client, server } = await ahead({ client: { secure: "implicit", encoding: "iso-8859-1" } });
		server.files.write("/c", "c again");
		expect(text(await client.download("c"))).toBe("c again");
	});
});
