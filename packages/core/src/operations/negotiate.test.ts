import { expect, test } from "vitest";
import { latin1 } from "../client/encodings/latin1.ts";
import { newProfile, type ServerProfile } from "../protocol/facts.ts";
import { type Played, play } from "../testing/transcript.ts";
import { negotiate } from "./negotiate.ts";

const offering = ["< 211-Features:\r\n UTF8\r\n211 End"];

function negotiated(lines: readonly string[], profile: ServerProfile, isLatin1 = false): Played<void> {
	return play(negotiate(), lines, { options: { profile, ...(isLatin1 ? { codec: latin1 } : {}) } });
}

test("who offers UTF-8 is asked for it, and need not be watched", () => {
	const profile = newProfile();
	const { orders, outcome } = negotiated([...offering, "< 200 on", "< 200 I"], profile);
	expect(orders).toEqual(["> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
	expect([outcome?.ok, profile.isUTF8]).toEqual([true, true]);
});

test("where names are in another encoding nothing is asked", () => {
	const profile = newProfile();
	expect(negotiated([...offering, "< 200 I"], profile, true).orders).toEqual(["> FEAT", "> TYPE I"]);
	expect(profile.isUTF8).toBe(true);
});

test.each(["< 211-Features:\r\n SIZE\r\n211 End", "< 500 FEAT?"])("who does not offer it is not known: %j", (reply) => {
	const profile = newProfile();
	expect(negotiated([reply, "< 200 I"], profile).orders).toEqual(["> FEAT", "> TYPE I"]);
	expect(profile.isUTF8).toBeUndefined();
});
