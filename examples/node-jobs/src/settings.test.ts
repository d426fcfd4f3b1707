import { expect, test } from "vitest";
import { settingsFrom } from "./settings.ts";

const least = { SERVER: "ftp://ftp.example.com", FOLDER: "mirror" };

test("what is not said is as it mostly is", () => {
	const { server, folder, remote, sessions, lookForDead } = settingsFrom({ ...least, SESSIONS: "2" });
	expect([server, folder, remote, sessions, lookForDead]).toEqual([least.SERVER, least.FOLDER, "", 2, 30_000]);
});

test.each([
	{ SERVER: undefined },
	{ FOLDER: "" },
	{ SESSIONS: "0" },
	{ ATTEMPTS: "many" },
	{ FIRST_DELAY: "1.5" },
	{ LOOK_FOR_DEAD: "" },
])("refused: %j", (wrong) => {
	expect(() => settingsFrom({ ...least, ...wrong })).toThrow(/must be/);
});
