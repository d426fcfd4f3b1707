import { expect, test } from "vitest";
import { fixture } from "../client/test-fixture.ts";

test.each([
	["421 and its reason", "421 Not today", { name: "FTPReplyError", code: 421 }],
	["a reply that nobody has asked for", "200 And another", { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" }],
])(
	"39: a pool whose sessions are ended with their login, by %s, does not open one after the other for ever",
	async (_, said, error) => {
		let logins = 0;
		const { pool, server } = await fixture({
			connect: false,
			client: { pipelining: "off" },
			server: {
				onCommand(command) {
					if (command !== "TYPE") return undefined;
					logins += 1;
					// An end, so that a pool which does not find one is found out.
					return logins > 50 ? undefined : ["200 Granted", said];
				},
			},
		});
		const sessions = pool({ size: 2 });
		const outcomes = await Promise.allSettled([sessions.connect(), sessions.list(), sessions.list()]);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ status: "rejected", reason: error });
		await sessions.connect().catch(() => undefined);
		await expect(sessions.list()).rejects.toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
		expect(logins).toBeLessThan(6);
		expect(server.activeSessions).toBe(0);
	},
);
