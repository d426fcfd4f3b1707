import { expect, test } from "vitest";
import { fixture } from "../client/test-fixture.ts";

const TURNS = 1000;

test("96: a thousand connections that fail, in every way, leave no socket and no timer", async () => {
	const { another, network, clock } = await fixture({ connect: false });
	// On one port nobody listens, the other never answers.
	network.blackHole("ftp.test", 2121);
	const refused = another({ port: 2020 });
	const silent = another({ port: 2121, timeouts: { connect: 10 } });
	const vetoed = another({ allowConnect: () => false });
	const left = new Set([JSON.stringify([clock.pending, network.open])]);
	const codes = new Map<unknown, number>();
	for (let count = 0; count < TURNS; count++) {
		const client = count % 20 === 0 ? silent : count % 2 === 0 ? vetoed : refused;
		const outcome = client.connect().catch(({ code }: { code: unknown }) => code);
		if (client === silent) await clock.advance(10);
		const code = await outcome;
		codes.set(code, (codes.get(code) ?? 0) + 1);
		left.add(JSON.stringify([clock.pending, network.open]));
	}
	expect(Object.fromEntries(codes)).toEqual({ CONNECT_FAILED: 500, CONNECT_TIMEOUT: 50, CONNECT_NOT_ALLOWED: 450 });
	expect(left.size).toBe(1);
	expect(clock.pending).toBe(0);
});
