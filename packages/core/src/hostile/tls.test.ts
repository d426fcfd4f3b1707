import { expect, test } from "vitest";
import { connect } from "../operations/connect.ts";
import { type PlayOptions, play } from "../testing/transcript.ts";

const bob = { user: "bob", pass: "hunter2" };
const explicit: PlayOptions = { connected: false, options: { secure: true } };

test("69: what was known of the server before TLS is forgotten when it begins, and FEAT is asked behind it", () => {
	const facts = { features: new Map([["MLST", "type*;"]]) };
	const before = ["! connected control", "< 220 MLST, HASH", "< 234 go"];
	const { session, orders } = play(connect(bob), [...before, "! secured control"], { ...explicit, facts });
	expect(session.facts.features.size).toBe(0);
	expect(orders.indexOf("> FEAT")).toBeGreaterThan(orders.indexOf("! secure control ftp.test"));
});

test.each(["auto", "off", "eager"] as const)("55: until TLS is up nothing but AUTH is said, pipelining %s", (pipelining) => {
	const setup = { connected: false, options: { secure: true, pipelining } };
	for (const greeting of ["< 220 hi", "< 230 you are in"]) {
		const { orders } = play(connect(bob), ["! connected control", greeting, "< 234 go"], setup);
		expect(orders.filter((order) => order.startsWith(">"))).toEqual(["> AUTH TLS"]);
	}
});

test("56: an answer to AUTH that does not come in time is none", () => {
	const { orders, outcome } = play(connect(bob), ["! connected control", "< 220 hi", "+ 60000"], explicit);
	expect(orders.filter((order) => order.startsWith(">"))).toEqual(["> AUTH TLS"]);
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" } });
});

test("57: nor does half a reply behind 234 get by, though its other half comes later", () => {
	const { outcome, session } = play(connect(bob), ["! connected control", "< 220 hi", "< 234 go\r\n230-in"], explicit);
	expect(outcome).toMatchObject({ error: { code: "BYTES_BEFORE_TLS" } });
	expect(session.phase).toBe("closed");
});

test("65: the time for a handshake is that for connecting", () => {
	const { outcome } = play(connect(bob), ["! connected control", "< 220 hi", "< 234 go", "+ 30000"], explicit);
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "CONNECT_TIMEOUT" } });
});
