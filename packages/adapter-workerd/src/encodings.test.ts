import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stacks } from "../../../interop/workerd/stack.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";

const script = fileURLToPath(new URL("../../../interop/workerd/inside/encodings.ts", import.meta.url));

/** workerd makes its tables with decoders of its own: what they know, and whether any byte is lost, is another question than on Node. */
describe.each(stacks)("names in workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	beforeAll(async () => {
		worker = await startWorker({ stack, script });
	});
	afterAll(() => worker?.stop());

	test.each([
		["utf-8", "é😀", "c3a9f09f9880"],
		["iso-8859-1", "é\x80", "e980"],
		["windows-1252", "€é", "80e9"],
		["latin1", "€", "80"],
		["windows-1251", "Привет", "cff0e8e2e5f2"],
		["koi8-r", "Привет", "f0d2c9d7c5d4"],
		["ibm866", "Привет", "8fe0a8a2a5e2"],
		["macintosh", "é", "8e"],
		["gbk", "中文", "d6d0cec4"],
		["gb18030", "中文😀", "d6d0cec49439fc36"],
		["big5", "中文十", "a4a4a4e5a451"],
		["shift_jis", "日本語ソ①纊", "93fa967b8cea835c8740fa5c"],
		["euc-jp", "日本語", "c6fccbdcb8ec"],
		["euc-kr", "한글", "c7d1b1db"],
	])("%s: %j is %s, and back", async (label, text, bytes) => {
		expect(await worker.call("roundTrip", [label, text])).toEqual([bytes, text]);
	});

	test.each([
		["windows-1252", 0],
		["koi8-r", 0],
		["windows-1258", 0],
		["gbk", 30_000],
		["gb18030", 30_000],
		["big5", 40_000],
		["shift_jis", 40_000],
		["euc-jp", 50_000],
		["euc-kr", 50_000],
	])("%s: every pair of bytes comes back as it was", async (label, mostKept) => {
		const { lost, kept } = (await worker.call("allPairs", [label])) as { lost: number; kept: number };
		expect(lost).toBe(0);
		expect(kept).toBeLessThanOrEqual(mostKept);
	});

	test.each(["utf-16le", "iso-2022-jp", "klingon"])("%s is refused", async (label) => {
		await expect(worker.call("roundTrip", [label, "a"])).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	});
});
