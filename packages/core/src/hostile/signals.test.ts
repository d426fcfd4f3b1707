import { expect, test } from "vitest";
import type { FTPClient } from "../client/client.ts";
import { fixture, readAll } from "../client/test-fixture.ts";

/** What other realms and older libraries have for a signal: no AbortSignal of this realm's, and no more than is always there. */
class ForeignSignal {
	aborted = false;
	reason: unknown;
	readonly listeners = new Set<() => void>();

	addEventListener(_: "abort", listener: () => void): void {
		this.listeners.add(listener);
	}

	removeEventListener(_: "abort", listener: () => void): void {
		this.listeners.delete(listener);
	}

	abort(reason: unknown): void {
		this.aborted = true;
		this.reason = reason;
		for (const listener of this.listeners) listener();
	}
}

const signalOf = (foreign: ForeignSignal): AbortSignal => foreign as unknown as AbortSignal;

const CALLS: Readonly<Record<string, (client: FTPClient, signal: AbortSignal) => Promise<unknown>>> = {
	pwd: (client, signal) => client.pwd({ signal }),
	list: (client, signal) => client.list("", { signal }),
	download: (client, signal) => client.download("f", { signal }),
	downloadStream: async (client, signal) => await readAll(await client.downloadStream("f", { signal })),
	upload: (client, signal) => client.upload("u", "data", { signal }),
	uploadStream: async (client, signal) => {
		const writer = (await client.uploadStream("u", { signal })).getWriter();
		await writer.write(new Uint8Array(5));
		await writer.close();
	},
};

test.each(Object.keys(CALLS))("80: a signal of another realm stops %s(), and is let go of afterwards", async (name) => {
	const call = CALLS[name] ?? expect.unreachable();
	const { client, sent, server } = await fixture();
	await client.upload("f", "hello");
	const foreign = new ForeignSignal();
	await call(client, signalOf(foreign));
	expect(foreign.listeners.size).toBe(0);

	const before = sent().length;
	const stopped = new ForeignSignal();
	stopped.abort("enough");
	await expect(call(client, signalOf(stopped))).rejects.toMatchObject({ name: "FTPAbortError", cause: "enough" });
	expect(sent()).toHaveLength(before);

	// While it waits for its turn behind a call that has been sent.
	const waiting = new ForeignSignal();
	const first = client.size("f");
	const second = call(client, signalOf(waiting));
	const failed = expect(second).rejects.toMatchObject({ name: "FTPAbortError", cause: "later" });
	waiting.abort("later");
	await failed;
	expect(await first).toBe(5);
	expect(waiting.listeners.size).toBe(0);
	expect(await client.pwd()).toBe("/");
	expect(server.errors).toEqual([]);
});

test("80: a signal of another realm stops a stream in the middle", async () => {
	const { client } = await fixture();
	const [down, up] = [new ForeignSignal(), new ForeignSignal()];
	await client.upload("f", new Uint8Array(2_000_000));
	const reader = (await client.downloadStream("f", { signal: signalOf(down) })).getReader();
	await reader.read();
	down.abort("enough");
	await expect(
		(async () => {
			for (;;) if ((await reader.read()).done) return;
		})(),
	).rejects.toMatchObject({ name: "FTPAbortError", cause: "enough" });
	const writer = (await client.uploadStream("u", { signal: signalOf(up) })).getWriter();
	await writer.write(new Uint8Array(1000));
	up.abort("enough");
	await expect(writer.closed).rejects.toMatchObject({ name: "FTPAbortError", cause: "enough" });
	expect(await client.pwd()).toBe("/");
	expect([down.listeners.size, up.listeners.size]).toEqual([0, 0]);
});

test.each(["downloadStream", "uploadStream"] as const)("80: %s() that is refused at once lets go of its signal", async (name) => {
	const { client } = await fixture();
	const foreign = new ForeignSignal();
	await expect(client[name]("f", { signal: signalOf(foreign), offset: -1 })).rejects.toMatchObject({ name: "FTPUsageError" });
	expect(foreign.listeners.size).toBe(0);
});

test("80: what only looks like a signal is refused", async () => {
	const { client, sent } = await fixture();
	const half = { aborted: false, addEventListener: () => undefined };
	for (const call of Object.values(CALLS))
		await expect(call(client, half as unknown as AbortSignal)).rejects.toMatchObject({ name: "FTPUsageError" });
	expect(sent()).toEqual([]);
});
