import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../property-runs.ts";
import type { Sink } from "./data-plan.ts";
import { FromNetwork, ToNetwork } from "./line-ends.ts";
import { SmallFTPClient } from "./small-client.ts";
import { fixture, readAll } from "./test-fixture.ts";

const ascii = { type: "ascii" } as const;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("line ends are converted in both directions, and bytes stay bytes", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/letter.txt", "Dear Bob\nbye\n");
	expect(text(await client.download("letter.txt", ascii))).toBe("Dear Bob\nbye\n");
	await client.upload("reply.txt", "Dear Alice\r\nbye\nBob", ascii);
	expect(text(server.files.read("/reply.txt"))).toBe("Dear Alice\nbye\nBob");
	expect(text(await client.download("letter.txt"))).toBe("Dear Bob\nbye\n");
	expect(sent().filter((line) => line.startsWith("TYPE"))).toEqual(["TYPE A", "TYPE I"]);
});

test("the wire carries CR LF", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", "a\nb\n");
	const { bytes } = await client.downloadTo({ write: () => undefined }, "f", ascii);
	expect(bytes).toBe(6);
	expect((await client.upload("g", "a\nb\n", ascii)).bytes).toBe(6);
});

test("a CR at the very end arrives, also with streams", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", "odd\r");
	expect(text(await client.download("f", ascii))).toBe("odd\r");
	expect(text(await readAll(await client.downloadStream("f", ascii)))).toBe("odd\r");
});

test("streams to the server, in any pieces", async () => {
	const { client, server } = await fixture();
	const writer = (await client.uploadStream("f", ascii)).getWriter();
	for (const piece of ["a\r", "\nb", "\n", "\n"]) await writer.write(new TextEncoder().encode(piece));
	await writer.close();
	expect(text(server.files.read("/f"))).toBe("a\nb\n\n");
});

test("progress has no total, for nobody knows it", async () => {
	const { client } = await fixture();
	const totals: unknown[] = [];
	await client.upload("f", "a\nb\n", { ...ascii, onProgress: ({ total }) => totals.push(total) });
	await client.download("f", { ...ascii, onProgress: ({ total }) => totals.push(total) });
	expect(totals).toEqual([undefined, 6, undefined, 6]);
});

test("maxBytes counts what arrives", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", "a\nb\n");
	expect(text(await client.download("f", { ...ascii, maxBytes: 4 }))).toBe("a\nb\n");
	await expect(client.download("f", { ...ascii, maxBytes: 3 })).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
});

test.each([
	[{ type: "ebcdic" }, { code: "UNSUPPORTED", message: expect.stringContaining("EBCDIC") }],
	[{ type: "text" }, { code: "BAD_ARGUMENT" }],
	[{ ...ascii, offset: 3 }, { code: "BAD_ARGUMENT" }],
	[{ ...ascii, length: 3 }, { code: "BAD_ARGUMENT" }],
])("%j is refused, and nothing is sent", async (options, error) => {
	const { client, sent } = await fixture();
	const bad = options as typeof ascii;
	await expect(client.download("f", bad)).rejects.toMatchObject({ name: "FTPUsageError", ...error });
	await expect(client.downloadStream("f", bad)).rejects.toMatchObject({ name: "FTPUsageError", ...error });
	if (!("length" in options)) await expect(client.upload("f", "x", bad)).rejects.toMatchObject(error);
	expect(sent()).toEqual([]);
});

test("the small client says that it has no text mode", async () => {
	const { network, clock, alsoClose } = await fixture();
	const small = new SmallFTPClient("ftp.test", { user: "bob", pass: "hunter2", dialer: network.dialer(), clock });
	alsoClose(small);
	await small.connect();
	const error = { name: "FTPUsageError", code: "UNSUPPORTED", message: expect.stringContaining("FTPClient") };
	await expect(small.download("f", ascii)).rejects.toMatchObject(error);
});

test("wherever the bytes are cut: there and back again is the same text", () => {
	const pieces = fc.array(fc.array(fc.constantFrom(10, 13, 65, 66)).map((bytes) => Uint8Array.from(bytes)));
	fc.assert(
		fc.property(pieces, (given) => {
			const out = new ToNetwork();
			const back = new FromNetwork();
			const wire = given.map((piece) => out.push(piece));
			// RFC 959, 3.1.1.1: lines end with CR LF, so no LF stands alone.
			expect(text(Uint8Array.from(wire.flatMap((piece) => [...piece])))).not.toMatch(/(?<!\r)\n/);
			const arrived = [...wire.flatMap((piece) => [...back.push(piece)]), ...back.end()];
			const whole = text(Uint8Array.from(given.flatMap((piece) => [...piece])));
			expect(text(Uint8Array.from(arrived))).toBe(whole.replaceAll("\r\n", "\n"));
		}),
		{ numRuns: runs(100) },
	);
});

test("the CR that a file ends with comes last, is not forced on who wants no more, and fails as all bytes do", async () => {
	const { client, server } = await fixture();
	server.files.write("/cr", "ab\r");
	const got: string[] = [];
	const taking = (answer: (text: string) => "enough" | undefined): Sink => ({
		write(bytes) {
			got.push(new TextDecoder().decode(bytes));
			return answer(got.at(-1) ?? "");
		},
	});
	await client.downloadTo(
		taking(() => undefined),
		"/cr",
		{ type: "ascii" },
	);
	await client.downloadTo(
		taking(() => "enough"),
		"/cr",
		{ type: "ascii" },
	);
	expect(got).toEqual(["ab", "\r", "ab"]);
	const full = taking((text) => {
		if (text === "\r") throw new Error("full");
		return undefined;
	});
	await expect(client.downloadTo(full, "/cr", { type: "ascii" })).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: expect.objectContaining({ message: "full" }),
	});
	expect(await client.pwd()).toBe("/");
});
