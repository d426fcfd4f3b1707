import { describe, expect, test } from "vitest";
import { latin1 } from "../client/encodings/latin1.ts";
import { simple } from "../operations/exchange.ts";
import { signIn } from "../operations/login.ts";
import { rename } from "../operations/rename.ts";
import { type Played, play } from "../testing/transcript.ts";
import { newProfile, type ServerProfile } from "./facts.ts";
import type { Operation } from "./operation.ts";

/** The bytes that an operation sends, as characters of the same number, the transcript having only what is UTF-8. */
function sent<T>(operation: () => Operation<T>, lines: readonly string[], profile: ServerProfile): [string[], Played<T>] {
	const commands: string[] = [];
	function* watched(): Operation<T> {
		const running = operation();
		let result = running.next();
		while (!result.done) {
			const step = result.value;
			if (step.type === "command") for (const { bytes } of step.commands) commands.push(latin1.decode(bytes).trimEnd());
			result = running.next(yield step);
		}
		return result.value;
	}
	return [commands, play(watched(), lines, { options: { codec: latin1, profile } })];
}

describe("the byte 0xFF in a command", () => {
	const probe = "CWD .\xff\xf2";

	test.each([
		["200 fine", true, "a\xff\xffb"],
		["550 no such directory", false, "a\xffb"],
	])("is asked about first: %s", (reply, isTelnet, name) => {
		const profile = newProfile();
		const [commands, { outcome }] = sent(() => simple("DELE", "aÿb"), [`< ${reply}`, "< 250 gone"], profile);
		expect(commands).toEqual([probe, `DELE ${name}`]);
		expect(outcome?.ok).toBe(true);
		expect(profile.isTelnet).toBe(isTelnet);
	});

	test("is asked about once, and before anything that must not be parted", () => {
		const profile = newProfile();
		const [commands] = sent(() => rename("aÿ", "ÿÿ"), ["< 500 unknown", "< 350 go on", "< 250 done"], profile);
		expect(commands).toEqual([probe, "RNFR a\xff", "RNTO \xff\xff"]);
		expect(sent(() => simple("DELE", "ÿ"), [], profile)[0]).toEqual(["DELE \xff"]);
	});

	test("is written twice in a login, before which nothing can be asked", () => {
		const login = (): Operation<void> => signIn({ user: "ÿ", pass: "ÿ" });
		expect(sent(login, ["< 331 password?"], newProfile())[0]).toEqual(["USER \xff\xff", "PASS \xff\xff"]);
	});

	test("nothing is asked for names without it, or with what cannot be sent", () => {
		expect(sent(() => simple("DELE", "þ"), [], newProfile())[0]).toEqual(["DELE \xfe"]);
		const [commands, { outcome }] = sent(() => simple("DELE", "ÿ\n"), [], newProfile());
		expect(commands).toEqual([]);
		expect(outcome).toMatchObject({ error: { name: "FTPUsageError" } });
	});
});
