import { describe, expect, test } from "vitest";
import { cd } from "../operations/cd.ts";
import { download } from "../operations/download.ts";
import { hash } from "../operations/hash.ts";
import { activeWay } from "../operations/open-active.ts";
import { rename } from "../operations/rename.ts";
import { useType } from "../operations/representation-type.ts";
import { setModifiedAt } from "../operations/set-modified-at.ts";
import { size } from "../operations/size.ts";
import { play } from "../testing/transcript.ts";
import type { Operation } from "./operation.ts";

describe("a 226 that is said twice is not taken for the answer to what comes next", () => {
	function* oneAfterTheOther(first: Operation<unknown>, second: Operation<unknown>): Operation<unknown> {
		yield* first;
		return yield* second;
	}
	const passive = ["< 229 ok (|||6446|)", "! connected data1"];
	const done = ["< 150 here", "! ended data1 5", "< 226 done"];

	test.each<[string, () => Operation<unknown>, string[]]>([
		["SIZE", () => size("/a"), ["< 213 5"]],
		["TYPE", () => useType("A"), ["< 200 as text"]],
		["RNFR", () => rename("/a", "/b"), ["< 350 and to?", "< 250 renamed"]],
		["CWD", () => cd("/a"), ["< 250 there"]],
		["XMD5", () => hash("/a", "MD5"), ["< 250 5eb63bbbe01eeed093cb22bb8f5acdc3"]],
		["XCRC", () => hash("/a", "CRC32"), ["< 250 0D4A1185"]],
		["XSHA256", () => hash("/a", "SHA-256"), [`< 250 ${"1a".repeat(32)}`]],
		["MFMT", () => setModifiedAt("/a", new Date(0)), ["< 213 Modify=19700101000000; /a"]],
	])("%s", (_, next, answers) => {
		const lines = [...passive, ...done, "< 226 done indeed", ...answers];
		const features = new Map(["XMD5", "XCRC", "XSHA256", "MFMT"].map((name) => [name, ""]));
		const { outcome, session } = play(oneAfterTheOther(download("/a"), next()), lines, { facts: { features } });
		expect(outcome?.ok).toBe(true);
		expect(session.phase).toBe("idle");
	});

	test("PORT", () => {
		const told = ["! listening data1 192.0.2.9:50001", "< 200 ok", "! connected data1"];
		const again = ["! listening data2 192.0.2.9:50002", "< 226 done indeed", "< 200 ok", "! connected data2"];
		const lines = [...told, ...done, ...again, "< 150 here", "! ended data2 7", "< 226 done"];
		const both = oneAfterTheOther(download("/a"), download("/b"));
		const { outcome, session } = play(both, lines, { options: { active: activeWay({}) } });
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 7 } });
		expect(session.phase).toBe("idle");
	});
});
