import { expect, test } from "vitest";
import { type Played, type PlayOptions, play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import type { HashAlgorithm } from "./hash-algorithms.ts";
import type { TransferSummary } from "./transfer.ts";
import { upload } from "./upload.ts";
import { type Evidence, type Examination, examined } from "./verify.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const data = [...open, "< 150 go", "! ended data1 5", "< 226 done"];
const xmd5: PlayOptions = { facts: { features: new Map([["XMD5", ""]]) } };
const md5 = "5eb63bbbe01eeed093cb22bb8f5acdc3";

interface Examined {
	readonly played: Played<TransferSummary>;
	readonly offered: readonly HashAlgorithm[] | undefined;
	readonly evidence: Evidence[];
}

function examine(lines: string[], by: Partial<Examination> = {}, setup: PlayOptions = xmd5, append = false): Examined {
	const evidence: Evidence[] = [];
	let offered: readonly HashAlgorithm[] | undefined;
	const how: Examination = {
		choose(those) {
			offered = those;
			return those[0];
		},
		isLenient: true,
		isAppended: append,
		tell: (what) => evidence.push(what),
		...by,
	};
	const transfer = append ? upload("/f", { append }) : download("/f");
	return { played: play(examined("/f", transfer, how), lines, setup), offered, evidence };
}

test("by hash, after the transfer", () => {
	const { played, offered, evidence } = examine([...data, `< 250 ${md5}`]);
	expect(played.orders.slice(2)).toEqual(["> RETR /f", "! transfer data1 download", "! close data1", "> XMD5 /f"]);
	expect(played.outcome).toMatchObject({ ok: true, value: { byteCount: 5, reply: { code: 226 } } });
	expect(offered).toEqual(["MD5"]);
	expect(evidence).toEqual([{ algorithm: "MD5", hash: md5 }]);
});

test("by size, where no hash is chosen", () => {
	const { played, evidence } = examine([...data, "< 213 5"], {}, {});
	expect(played.orders.at(-1)).toBe("> SIZE /f");
	expect(evidence).toEqual([{ size: 5 }]);
});

test("by size, where the hash is refused or makes no sense, unless it has to be the hash", () => {
	for (const refusal of ["< 556 too large to compute", "< 250 no idea"]) {
		const { played, evidence } = examine([...data, refusal, "< 213 5"]);
		expect(played.orders.slice(-2)).toEqual(["> XMD5 /f", "> SIZE /f"]);
		expect(evidence).toEqual([{ size: 5 }]);
		expect(examine([...data, refusal], { isLenient: false }).played.outcome?.ok).toBe(false);
	}
});

test("a server that cannot even tell the size", () => {
	const { played } = examine([...data, "< 502 no SIZE"], {}, {});
	expect(played.outcome).toMatchObject({ error: { name: "FTPReplyError", code: 502 } });
});

test("appended bytes are the difference of two sizes", () => {
	const { played, evidence } = examine(["< 213 7", ...data, "< 213 12"], { choose: () => undefined }, {}, true);
	expect(played.orders).toEqual(expect.arrayContaining(["> SIZE /f", "> APPE /f"]));
	expect(played.orders[0]).toBe("> SIZE /f");
	expect(evidence).toEqual([{ size: 5 }]);
	expect(examine(["< 550 not there", ...data, "< 213 5"], { choose: () => undefined }, {}, true).evidence).toEqual([{ size: 5 }]);
	expect(examine(["< 450 busy"], { choose: () => undefined }, {}, true).played.outcome).toMatchObject({ error: { code: 450 } });
});

test("a download that its caller ended early is not examined", () => {
	const { played, evidence } = examine([...open, "< 150 go", "! enough data1 3"]);
	expect(played.orders).not.toContain("> XMD5 /f");
	expect(played.outcome).toMatchObject({ ok: true, value: { byteCount: 3 } });
	expect(evidence).toEqual([]);
});

test("a hash that cannot be had is refused before anything is sent", () => {
	const refusal = new Error("no such hash");
	const choose = (): never => {
		throw refusal;
	};
	const { played } = examine([], { choose });
	expect(played.orders).toEqual([]);
	expect(played.outcome).toEqual({ ok: false, error: refusal });
});
