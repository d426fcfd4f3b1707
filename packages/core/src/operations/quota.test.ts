import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { quota } from "./quota.ts";

const ofProftpd = (unit: string): string[] => [
	"< 200-The current quota for this session are [current/limit]:",
	"<  Name: bob",
	"<  Quota Type: User",
	`<    Uploaded ${unit}:\t\t0.50/1.00`,
	`<    Downloaded ${unit}:\tunlimited`,
	"<    Uploaded files:\t3/10",
	"<    Transferred files:\tunlimited",
	"< 200 Please contact root if these entries are inaccurate",
];
const unlimited = { used: undefined, limit: undefined };

test.each([
	["bytes", 1],
	["Kb", 2 ** 10],
	["Mb", 2 ** 20],
	["Gb", 2 ** 30],
])("ProFTPD's answer in %s", (unit, scale) => {
	const { orders, outcome } = play(quota(), ofProftpd(unit));
	expect(orders).toEqual(["> SITE QUOTA"]);
	expect(outcome).toMatchObject({
		ok: true,
		value: {
			uploadedBytes: { used: 0.5 * scale, limit: scale },
			downloadedBytes: unlimited,
			uploadedFiles: { used: 3, limit: 10 },
			transferredFiles: unlimited,
			reply: { code: 200 },
		},
	});
	expect(outcome?.ok && outcome.value).not.toHaveProperty("downloadedFiles");
});

test("an answer in other words is handed on as it is", () => {
	const { outcome } = play(quota(), ["< 202 No quotas in effect"]);
	expect(outcome).toEqual({ ok: true, value: { reply: expect.objectContaining({ code: 202, text: "No quotas in effect" }) } });
});

test("what is no number is not told as one", () => {
	const { outcome } = play(quota(), ["< 200-x", "<  Uploaded bytes: ../1.2.3", "<  Downloaded files: 1e9/-5", "< 200 ok"]);
	expect(outcome).toEqual({ ok: true, value: { reply: expect.objectContaining({ code: 200 }) } });
});

test("unknown to most", () => {
	expect(play(quota(), ["< 500 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 500 } });
});
