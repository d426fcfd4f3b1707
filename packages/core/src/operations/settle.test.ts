import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import type { Input } from "../protocol/input.ts";
import { play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { simple } from "./exchange.ts";
import { upload } from "./upload.ts";

const begun = ["< 229 (|||5|)", "! connected data1", "< 150 here"];
const said = (text: string): Input => ({ type: "received", bytes: new TextEncoder().encode(`${text}\r\n`) });
const failed = (cause: unknown): Input => ({ type: "failed", channel: "data1", cause });

test.each([
	["download", download],
	["upload", upload],
])("where the caller's own side of a %s throws, that is told at once, whatever the server may say", (_, operation) => {
	const cause = new Error("the disk is full");
	const { session } = play(simple("NOOP"), ["< 200 ok"]);
	const task = session.start(operation("f"), 0);
	session.handle(said("229 (|||5|)"), 0);
	session.handle({ type: "connected", channel: "data1", peer: "192.0.2.1" }, 0);
	session.handle(said("150 here"), 0);
	session.handle(failed(cause), 0);
	expect(task.outcome).toEqual({ ok: false, error: cause });
	expect(session.phase).toBe("recovering");
	session.handle(said("226 done"), 0);
	expect(session.phase).toBe("idle");
});

test("where the network fails, the server's own reason is awaited", () => {
	const { session } = play(download("f"), begun);
	session.handle(failed(new FTPNetworkError("CONNECTION_LOST", "reset")), 0);
	expect(session.phase).toBe("running");
});

test("a second 150 behind a data connection that failed is the end: Pure-FTPd says nothing more", () => {
	const { orders, outcome, session } = play(download("f"), [
		...begun,
		"! failed data1",
		"< 150 0.013 seconds (measured here)",
		"+ 1000",
		'< 257 "/" is where we are',
	]);
	expect(outcome).toMatchObject({ ok: false, error: { code: "CONNECTION_LOST" } });
	expect(orders.slice(-2)).toEqual(["! close data1", "> PWD"]);
	expect(session.phase).toBe("idle");
});
