import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { mkdir } from "./directory.ts";

test("one directory", () => {
	const { orders, outcome } = play(mkdir("a/b"), ['< 257 "/a/b" created']);
	expect(orders).toEqual(["> MKD a/b"]);
	expect(outcome?.ok).toBe(true);
	expect(play(mkdir("a"), ["< 550 exists"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});

test("recursive: each in turn, those that are there do not matter", () => {
	const { orders, outcome } = play(mkdir("/in//b/cd/", { recursive: true }), ["< 550 exists", "< 521 exists", "< 257 made"]);
	expect(orders).toEqual(["> MKD /in", "> MKD /in//b", "> MKD /in//b/cd"]);
	expect(outcome?.ok).toBe(true);
	expect(play(mkdir("/", { recursive: true }), ["< 257 made"]).orders).toEqual(["> MKD /"]);
});

test("recursive: the last refused, so it is looked at", () => {
	const there = ["< 550 x", "< 550 x", '< 257 "/"', "< 250 in", "< 250 back"];
	const { orders, outcome } = play(mkdir("a/b", { recursive: true }), there);
	expect(orders).toEqual(["> MKD a", "> MKD a/b", "> PWD", "> CWD a/b", "> CWD /"]);
	expect(outcome?.ok).toBe(true);
	const missing = ["< 550 x", "< 550 may not", '< 257 "/"', "< 550 no such directory"];
	expect(play(mkdir("a/b", { recursive: true }), missing).outcome).toMatchObject({ error: { command: "MKD a/b" } });
});
