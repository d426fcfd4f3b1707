import { expect, test } from "vitest";
import { play, transcript } from "../testing/transcript.ts";
import { chooseHost } from "./choose-host.ts";
import { connect } from "./connect.ts";

const bob = { user: "bob", pass: "hunter2" };
const extras = { chooseHost: () => chooseHost("files.example") };
const greeted = ["! connected control", "< 220 ready"];

test.each([
	["files.example", "> HOST files.example"],
	["192.0.2.7", "> HOST 192.0.2.7"],
	["2001:db8::1", "> HOST [2001:db8::1]"],
])("%s", (name, order) => {
	expect(play(chooseHost(name), ["< 220 welcome there"])).toMatchObject({ orders: [order], outcome: { ok: true } });
});

test.each([500, 501, 502, 503, 504, 530, 550])("%i ends the login: on another host nobody must learn the password", (code) => {
	for (const pipelining of ["auto", "eager", "off"] as const) {
		const setup = { connected: false, options: { pipelining } };
		const { orders, outcome } = play(connect(bob, extras), [...greeted, `< ${code} no`], setup);
		expect(orders.slice(1)).toEqual(["> HOST files.example", "! close control"]);
		expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code, command: "HOST files.example" } });
	}
});

test("then the login goes out in one write", () => {
	const orders = transcript(connect(bob, extras), [...greeted, "< 220 welcome"], { connected: false });
	expect(orders.slice(1)).toEqual([
		"> HOST files.example",
		"> USER bob",
		"> PASS hunter2",
		"> FEAT",
		"> OPTS UTF8 ON",
		"> TYPE I",
	]);
});

test("before TLS for the certificate, and through it because the first may have been changed", () => {
	const setup = { connected: false, options: { secure: true, pipelining: "off" as const } };
	for (const second of ["220 welcome", "503 HOST is settled"]) {
		const lines = [...greeted, "< 220 welcome", "< 234 go", "! secured control", `< ${second}`];
		const orders = transcript(connect(bob, extras), lines, setup);
		const host = "> HOST files.example";
		expect(orders.slice(1)).toEqual([host, "> AUTH TLS", "! secure control ftp.test", host, "> USER bob"]);
	}
	const lines = [...greeted, "< 220 welcome", "< 234 go", "! secured control", "< 504 who?"];
	expect(play(connect(bob, extras), lines, setup).outcome).toMatchObject({ error: { code: 504 } });
	expect(play(connect(bob, extras), [...greeted, "< 503 no"], setup).outcome).toMatchObject({ error: { code: 503 } });
});

test("implicit TLS: once", () => {
	const setup = { connected: false, options: { secure: "implicit" as const, pipelining: "off" as const } };
	const orders = transcript(connect(bob, extras), [...greeted, "< 220 welcome"], setup);
	expect(orders.slice(1)).toEqual(["> HOST files.example", "> USER bob"]);
	expect(play(connect(bob, extras), [...greeted, "< 503 no"], setup).outcome).toMatchObject({ error: { code: 503 } });
});
