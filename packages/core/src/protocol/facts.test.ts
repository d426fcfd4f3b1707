import { expect, test } from "vitest";
import { testOptions } from "../testing/transcript.ts";
import { newFacts, newProfile, nextDataChannel } from "./facts.ts";

test("of a server that nobody has met nothing is held against it", () => {
	const profile = newProfile();
	const known = Object.entries(profile).filter(([, value]) => value !== undefined && value !== false);
	expect(known).toEqual([]);
	expect(JSON.parse(JSON.stringify(profile))).not.toHaveProperty("utcOffset");
});

test("a session begins in the clear, in binary, at the first directory, with nothing under way", () => {
	const facts = newFacts(testOptions);
	expect(facts).toMatchObject({ secured: false, privateData: false, type: "I", mode: undefined, trail: [] });
	expect(facts).toMatchObject({ inBurst: false, isAhead: false, isHandshakeOpen: false, hasAllFacts: false, mlstRefused: false });
	expect(facts).toMatchObject({ outlook: "nothing", downloads: 0, wayBack: undefined, lossReason: undefined, hash: undefined });
	expect([facts.features.size, facts.refusedWays.size]).toEqual([0, 0]);
});

test("no two data connections of a session have the same name", () => {
	const facts = newFacts(testOptions);
	expect([nextDataChannel(facts), nextDataChannel(facts), nextDataChannel(newFacts(testOptions))]).toEqual([
		"data1",
		"data2",
		"data1",
	]);
});
