import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { upload } from "./upload.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];

test.each([
	["an upload", upload],
	["a download", download],
])("49: a marker whose answer nobody has waited for is taken back: %s", (_, operation) => {
	const { orders, outcome, session } = play(operation("/f", { offset: 9 }), [...open, "! abort"]);
	expect(orders.slice(2)).toEqual(["> REST 9", "> REST 0", "! close data1"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPAbortError" } });
	expect(session.phase).toBe("recovering");
	const answered = play(operation("/f", { offset: 9 }), [...open, "! abort", "< 350 from there", "< 350 from the beginning"]);
	expect(answered.session.phase).toBe("idle");
});

test("49: a marker that was refused is not taken back, and nothing is transferred", () => {
	const { orders, outcome, session } = play(download("/f", { offset: 9 }), [...open, "< 502 no REST"]);
	expect(orders.slice(2)).toEqual(["> REST 9", "! close data1"]);
	expect(outcome).toMatchObject({ ok: false, error: { code: 502, command: "REST 9" } });
	expect(session.phase).toBe("idle");
});

test("what a second attempt was for is no reason of what happens later", () => {
	const refused = [...open, "! secured data1", "! ended data1 0", "< 522 session reuse required"];
	const again = ["< 229 ok (|||6447|)", "! connected data2", "! secured data2"];
	const attempts = [
		[...refused, ...again, "< 150 here", "! ended data2 5", "< 226 done"],
		[...refused, ...again, "! ended data2 0", "< 550 no such file"],
	];
	for (const lines of attempts) {
		const { session } = play(download("/f"), lines, { facts: { privateData: true } });
		expect(session).toMatchObject({ phase: "idle", facts: { lossReason: undefined } });
		session.handle({ type: "ended", channel: "control", byteCount: 0 }, 0);
		expect(session.closedBy).toMatchObject({ code: "CONNECTION_LOST" });
	}
});
