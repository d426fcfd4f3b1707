import { describe, expect, test } from "vitest";
import { newProfile } from "../../protocol/facts.ts";
import { everySplit } from "../../testing/every-split.ts";
import { type Fixture, fixture } from "../test-fixture.ts";
import { automatic } from "./automatic.ts";

const bytes = (...pieces: (string | number)[]): Uint8Array =>
	Uint8Array.from(pieces.flatMap((piece) => (typeof piece === "number" ? piece : [...new TextEncoder().encode(piece)])));

describe("the codec that is chosen by what arrives", () => {
	test.each([
		["ASCII alone", bytes("a\nb\n"), undefined],
		["UTF-8", bytes("a\né\n"), true],
		["bytes that are not UTF-8", bytes("a\ncaf", 0xe9, "\n"), false],
		["UTF-8 in the first line that tells", bytes("a\né\ncaf", 0xe9, "\n"), true],
		["bytes in the first line that tells", bytes("caf", 0xe9, "\né\n"), false],
		["a last line without an end", bytes("a\n", 0xe9), false],
		["nothing", bytes(), undefined],
	])("learns from %s", (_, lines, expected) => {
		const profile = newProfile();
		automatic(profile).learn?.(lines);
		expect(profile.isUTF8).toBe(expected);
	});

	test("learns once", () => {
		const profile = newProfile();
		const codec = automatic(profile);
		codec.learn?.(bytes(0xe9));
		codec.learn?.(bytes("é"));
		expect(profile.isUTF8).toBe(false);
		expect(codec.label).toBe("iso-8859-1");
		expect([...codec.encode("é")]).toEqual([0xe9]);
		expect(codec.decode(bytes("é"))).toBe("Ã©");
	});

	test("takes names from before for what they were, and keeps the login as it was", () => {
		const codec = automatic({ ...newProfile(), isUTF8: false });
		expect([...codec.encode("caf\udce9")]).toEqual([...bytes("caf", 0xe9)]);
		expect([...(codec.login?.encode("é") ?? [])]).toEqual([...bytes("é")]);
	});
});

const names = async ({ client }: Fixture): Promise<string[]> => (await client.list()).map(({ name }) => name);

describe("a client", () => {
	test("of a server without UTF8 reads its names as ISO-8859-1, and finds the files by them", async () => {
		const all = await fixture({ server: { quirks: { utf8: false } } });
		all.server.files.write("/café", "1");
		expect(await names(all)).toEqual(["café"]);
		expect(all.client.profile.isUTF8).toBe(false);
		expect(await all.client.download("café")).toEqual(bytes("1"));
		await all.client.rename("café", "straße");
		expect(all.server.files.read("/straße")).toEqual(bytes("1"));
		await expect(all.client.remove("日本")).rejects.toThrow("The encoding iso-8859-1 has no character U+65E5");
	});

	test("of a server that offers UTF8 stays with that", async () => {
		const all = await fixture({ client: { profile: { isUTF8: false } } });
		all.server.files.write("/日本", "1");
		expect(all.server.commands).toContain("OPTS UTF8 ON");
		expect(await names(all)).toEqual(["日本"]);
		expect(all.client.profile.isUTF8).toBe(true);
	});

	test.each(["auto", "off"] as const)(
		"tells a server that it means UTF-8 only when it does; pipelining %s",
		async (pipelining) => {
			const all = await fixture({
				server: { quirks: { utf8: false } },
				client: { pipelining, profile: { isUTF8: false } },
			});
			expect(all.server.commands.filter((command) => command.startsWith("OPTS"))).toEqual([]);
			const explicit = await fixture({ client: { pipelining, encoding: "gbk" } });
			expect(explicit.server.commands.filter((command) => command.startsWith("OPTS"))).toEqual([]);
		},
	);

	test("does not change the bytes of a password by what a listing shows", async () => {
		const pass = "pässword";
		// To a server of ISO-8859-1 the bytes of UTF-8 are these characters.
		const seen = String.fromCharCode(...bytes(pass));
		const all = await fixture({
			server: { quirks: { utf8: false }, users: { bob: seen } },
			client: { pass },
		});
		all.server.files.write("/café", "1");
		expect(await names(all)).toEqual(["café"]);
		await all.client.close();
		await all.client.connect();
		expect(await names(all)).toEqual(["café"]);
	});

	test("with an encoding of its own learns nothing", async () => {
		const all = await fixture({ server: { quirks: { utf8: false } }, client: { encoding: "utf-8" } });
		all.server.files.write("/café", "1");
		expect(await names(all)).toEqual(["caf\udce9"]);
		expect(all.client.profile.isUTF8).toBeUndefined();
		expect(await all.client.download("caf\udce9")).toEqual(bytes("1"));
	});

	test("shows bytes that are no text escaped in messages, and in JSON that anybody can read", async () => {
		const all = await fixture({ server: { quirks: { utf8: false } }, client: { encoding: "utf-8" } });
		await expect(all.client.remove("caf\udce9")).rejects.toThrow("caf\\u{dce9}");
		all.server.files.write("/café", "1");
		const text = JSON.stringify(await all.client.list());
		expect(text).toContain("caf\\udce9");
		expect(text).not.toMatch(/\p{Cs}/u);
	});

	test("lists names in Chinese encodings", async () => {
		const all = await fixture({ server: { quirks: { utf8: false } }, client: { encoding: "gbk" } });
		await all.client.upload("中文", bytes("1"));
		expect(all.server.files.read("/ÖÐÎÄ")).toEqual(bytes("1"));
		expect(await names(all)).toEqual(["中文"]);
		expect(await all.client.names()).toEqual(["中文"]);
		expect((await all.client.stat("中文")).size).toBe(1);
		await all.client.mkdir("文中");
		await all.client.cd("文中");
		expect(await all.client.pwd()).toBe("/文中");
	});
});

test("wherever a listing is cut, the same is learnt", () => {
	const lines = [bytes("a\n"), bytes("é", 0xe9, "\n"), bytes("é\n")];
	for (const chunks of everySplit(Uint8Array.from(lines.flatMap((line) => [...line])))) {
		const profile = newProfile();
		const codec = automatic(profile);
		let held: number[] = [];
		for (const byte of chunks.flatMap((chunk) => [...chunk])) {
			held.push(byte);
			if (byte !== 0x0a) continue;
			codec.learn?.(Uint8Array.from(held));
			held = [];
		}
		expect(profile.isUTF8).toBe(false);
	}
});
