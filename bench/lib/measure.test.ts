import { describe, expect, it } from "vitest";
import { measure, withoutStart } from "./measure.ts";
import { isInstalled, python } from "./programs.ts";

describe.skipIf(!isInstalled(python()))("measure", () => {
	it("tells what a process took, and what it wrote", async () => {
		const usage = await measure(process.execPath, ["-p", "process.env.WHAT"], { env: { WHAT: "done" } });
		expect(usage.output).toBe("done\n");
		expect(usage.cpu).toBeCloseTo(usage.user + usage.system);
		expect(usage.cpu).toBeGreaterThan(0);
		expect(usage.rss).toBeGreaterThan(1024 * 1024);
	});

	it("shows what a program said that failed", async () => {
		const failing = measure(process.execPath, ["-e", "console.error('out of luck'); process.exit(3)"]);
		await expect(failing).rejects.toThrow(/code 3.*out of luck/s);
	});

	it("ends a program that takes too long", async () => {
		const hanging = measure(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { timeout: 200 });
		await expect(hanging).rejects.toThrow("did not finish within 200 ms");
	});

	it("takes the start off, and never more than there was", () => {
		const usage = { cpu: 2, user: 1.5, system: 0.5, wall: 3, rss: 100, output: "" };
		const empty = { cpu: 0.5, user: 0.4, system: 0.6, wall: 0.1, rss: 50, output: "" };
		expect(withoutStart(usage, empty)).toEqual({ ...usage, cpu: 1.5, user: 1.1, system: 0, wall: 2.9 });
	});
});
