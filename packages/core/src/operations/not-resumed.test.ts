import { expect, test } from "vitest";
import type { Command } from "../protocol/command.ts";
import { notResumed } from "./not-resumed.ts";

function says(code: number, text: string, path = "/f"): boolean {
	const command: Command = { verb: "RETR", shown: `RETR ${path}`, bytes: new Uint8Array(0) };
	return notResumed({ code, text, lines: [`${code} ${text}`] }, command);
}

test.each([
	[522, "SSL connection failed: session reuse required"],
	[425, "Unable to build data connection: Operation not permitted"],
	[450, "TLS session of data connection not resumed"],
	[425, "Session was not resumed"],
	[425, "You must reuse the control connection's session"],
	[425, "Reuse of the session is required"],
])("62: %i %s", (code, text) => {
	expect(says(code, text)).toBe(true);
	expect(says(550, text)).toBe(false);
	expect(says(426, text)).toBe(false);
});

test.each(["Unable to build data connection: Connection refused", "Your session is over", "No reuse"])(
	"62: %s: something else",
	(text) => {
		expect(says(425, text)).toBe(false);
	},
);

test("62: the name of a file is not taken for the reason", () => {
	const name = "session reuse.txt";
	expect(says(425, `Cannot open ${name}`, name)).toBe(false);
	expect(says(425, `Cannot open ${name}: session reuse required`, name)).toBe(true);
	expect(says(425, "reuse it: 0123456789 session", "0123456789")).toBe(true);
	expect(says(425, "session re0123456789use", "0123456789")).toBe(true);
	expect(says(425, "session re012345678use", "012345678")).toBe(false);
});
