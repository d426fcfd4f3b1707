import { expect, test } from "vitest";
import type { Bytes } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { DownloadJob } from "./download-job.ts";

test("a slow place gets bytes one after the other, also over three attempts", async () => {
	const open: (() => void)[] = [];
	const steps: string[] = [];
	let busy = 0;
	const slow = (what: string): Promise<void> => {
		busy += 1;
		steps.push(`${what}${busy > 1 ? " beside another" : ""}`);
		return new Promise((resolve) => {
			open.push(() => {
				busy -= 1;
				resolve();
			});
		});
	};
	const sink: Sink = { write: (bytes) => slow(`write ${bytes[0]}`), restart: () => slow("restart") };
	const expected = { size: undefined, modifiedAt: undefined };
	const job = new DownloadJob(sink, { path: "f", type: "I", offset: 0, length: undefined, expected, mayBeRetried: true });
	const give = (byte: number): unknown => job.write(new Uint8Array([byte]), () => new Uint8Array([byte]) as Bytes);
	const settled = async (): Promise<void> => {
		for (let turns = 0; turns < 20; turns++) await Promise.resolve();
	};
	give(1);
	job.begin();
	give(2);
	job.begin();
	open.shift()?.();
	// What came in the second attempt is being written when the third has bytes.
	await settled();
	give(3);
	await settled();
	expect(steps).toEqual(["write 1", "write 2"]);
	job.begin();
	expect(job.forget()).toBe(true);
	for (const next of ["write 1", "write 2", "write 3", "restart"]) {
		expect(steps).toContain(next);
		open.shift()?.();
		await settled();
	}
	await job.finish();
	expect(steps).toEqual(["write 1", "write 2", "write 3", "restart"]);
});
