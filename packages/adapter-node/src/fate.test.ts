import { FTPNetworkError } from "@isoftp/core";
import { expect, test } from "vitest";
import { Fate } from "./fate.ts";

const lost = (message: string): FTPNetworkError => new FTPNetworkError("CONNECTION_LOST", message);

test("a failure answers everybody who waits, and everybody who comes later", async () => {
	const fate = new Fate();
	const waiting = [fate.until(() => undefined), fate.until(() => undefined)];
	fate.fail(lost("first"));
	fate.fail(lost("second"));
	for (const one of [...waiting, fate.until((resolve) => resolve("too late"))]) {
		await expect(one).rejects.toThrow("first");
	}
});

test("what was resolved or rejected before is not touched by it", async () => {
	const fate = new Fate();
	const done = fate.until<string>((resolve) => resolve("done"));
	const refused = fate.until((_resolve, reject) => reject(lost("refused")));
	fate.fail(lost("later"));
	expect(await done).toBe("done");
	await expect(refused).rejects.toThrow("refused");
});
