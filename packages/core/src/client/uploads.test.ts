import { expect, test } from "vitest";
import type { Source } from "./data-plan.ts";
import { fixture, pattern } from "./test-fixture.ts";

/** Gives these bytes slowly, and pieces of nothing between them. Says whether two have read it at the same time. */
function slowly(bytes: Uint8Array): { readonly source: Source; mostReaders: number } {
	let count = 0;
	let readers = 0;
	const slow = {
		mostReaders: 0,
		source: {
			async read(): Promise<Uint8Array | undefined> {
				slow.mostReaders = Math.max(slow.mostReaders, ++readers);
				const from = Math.ceil(count / 2) * 1000;
				const piece = bytes.subarray(from, count % 2 ? from : from + 1000);
				await new Promise((resolve) => setTimeout(resolve, 10));
				readers -= 1;
				count += 1;
				return from < bytes.length ? piece : undefined;
			},
			rewind() {
				count = 0;
				return true;
			},
			cancel() {},
		},
	};
	return slow;
}

test.each([
	[1, false],
	[2, false],
	[3, false],
	[1, true],
	[3, "CRC32"],
] as const)("attempt %i fails while the source is being read: the next one sends all of it, once", async (failing, verify) => {
	let attempts = 0;
	// Not resumed: asked again with a new data connection, then in a new session.
	const quirks = {
		get requireSessionReuse(): "vsftpd" {
			return (attempts <= failing ? "vsftpd" : undefined) as "vsftpd";
		},
	};
	const onCommand = (verb: string): undefined => {
		if (verb === "STOR") attempts += 1;
	};
	const { client, server } = await fixture({
		client: { secure: true },
		server: { quirks, onCommand },
		dialer: { capabilities: { resumeTls: "never" } },
	});
	const all = pattern(8000);
	const slow = slowly(all);
	await client.uploadFrom(slow.source, "f", { verify });
	expect(attempts).toBe(failing + 1);
	expect(slow.mostReaders).toBe(1);
	expect(server.files.read("/f")).toEqual(all);
});
