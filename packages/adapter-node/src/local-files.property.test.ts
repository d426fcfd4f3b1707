import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryServer } from "@isoftp/core/testing";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { FTPClient } from "./index.ts";
import { listen } from "./testing/index.ts";

const { ca, server: certified } = makeCertificates();
const data = Uint8Array.from({ length: 2_500_000 }, (_, index) => (index * 7 + (index >> 8)) % 251);

/** The files of a folder that this process has open, where the system tells. */
function openIn(folder: string): string[] {
	if (!existsSync("/proc/self/fd")) return [];
	const places = readdirSync("/proc/self/fd").map((fd) => {
		try {
			return readlinkSync(`/proc/self/fd/${fd}`);
		} catch {
			// The descriptor of the listing itself.
			return "";
		}
	});
	return places.filter((place) => place.startsWith(folder));
}

/** When a transfer is given up: at once, or at the so-many-th event, round of the event loop or report. */
const moment = fc.record({ what: fc.constantFrom("event", "round", "report"), which: fc.integer({ min: 0, max: 14 }) });

test.each([false, true])(
	"given up at any moment, nothing of a transfer stays open or lies about, TLS %s",
	async (secure) => {
		const folder = mkdtempSync(join(tmpdir(), "isoftp-stop-"));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const server = new MemoryServer();
		const { port, close } = await listen(server, { host: "localhost", tls: certified });
		onTestFinished(close);
		let onEvent = (): void => {};
		const client = new FTPClient("localhost", { port, secure, tls: { ca }, onTrace: () => onEvent() });
		onTestFinished(() => client.close());
		await client.connect();
		const [up, down] = [join(folder, "up"), join(folder, "down")];
		writeFileSync(up, data);
		await fc.assert(
			fc.asyncProperty(
				fc.boolean(),
				fc.integer({ min: 0, max: data.length }),
				moment,
				fc.boolean(),
				async (isDownload, size, { what, which }, resume) => {
					const stopping = new AbortController();
					let events = which;
					const count = (): void => {
						if (events-- === 0) stopping.abort();
					};
					server.files.write("/f", data.subarray(0, size));
					if (what === "event") onEvent = count;
					const options = { signal: stopping.signal, ...(what === "report" && { onProgress: count }) };
					const transfer = isDownload
						? client.downloadTo(down, "f", { ...options, resume })
						: client.uploadFrom(up, "f", options);
					const outcome = transfer.then(
						() => "done",
						({ name }: Error) => name,
					);
					for (; what === "round" && events >= 0; count()) await new Promise((resolve) => setImmediate(resolve));
					const how = await outcome;
					onEvent = () => {};
					expect(["done", "FTPAbortError"]).toContain(how);
					expect(openIn(folder)).toEqual([]);
					expect(existsSync(down)).toBe(isDownload && how === "done");
					// Of a download that may be continued, a beginning; of any other, nothing.
					const left = readdirSync(folder).filter((name) => name !== "up" && name !== "down");
					expect(left.length).toBeLessThanOrEqual(isDownload && resume && how !== "done" ? 1 : 0);
					for (const part of left) {
						const begun = readFileSync(join(folder, part));
						expect(Buffer.compare(begun, data.subarray(0, Math.min(begun.length, size)))).toBe(0);
						const { bytes } = await client.downloadTo(down, "f", { resume });
						// Without its last byte nobody has said that it is complete.
						expect(bytes).toBe(begun.length === size ? Math.min(1, size) : size - begun.length);
						expect(readdirSync(folder).sort()).toEqual(["down", "up"]);
					}
					if (existsSync(down)) {
						expect(Buffer.compare(readFileSync(down), data.subarray(0, size))).toBe(0);
						rmSync(down);
					}
					expect(await client.pwd()).toBe("/");
				},
			),
			{ numRuns: Number(process.env.INTEGRITY_RUNS ?? 25) },
		);
	},
	120_000,
);
