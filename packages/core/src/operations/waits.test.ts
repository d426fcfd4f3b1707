import { expect, test } from "vitest";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { list } from "./list.ts";
import { upload } from "./upload.ts";

const up = ["< 229 ok (|||6446|)", "! connected data1"];
const isPrivate = { facts: { privateData: true } };

test.each<[string, "RETR" | "STOR", readonly string[], string, string, PlayOptions]>([
	["the beginning of a download", "RETR", [], "the reply to RETR /f", "REPLY_TIMEOUT", {}],
	["the beginning of an upload", "STOR", [], "the reply to STOR /f", "REPLY_TIMEOUT", {}],
	["a handshake", "RETR", ["< 150 here"], "the TLS handshake on data1", "CONNECT_TIMEOUT", isPrivate],
	["bytes", "RETR", ["< 150 here"], "more bytes on data1", "STALL_TIMEOUT", {}],
	["bytes after the end was told of", "RETR", ["< 150 here", "< 226 done"], "more bytes on data1", "STALL_TIMEOUT", {}],
	["room", "STOR", ["< 150 go"], "room for more bytes on data1", "STALL_TIMEOUT", {}],
	["the end", "RETR", ["< 150 here", "! ended data1 5"], "the final reply to RETR /f", "REPLY_TIMEOUT", {}],
	["the end, after a failure", "RETR", ["< 150 here", "! failed data1"], "the final reply to RETR /f", "REPLY_TIMEOUT", {}],
])("33, 34, 46, 65: a transfer that waits for %s says so when it gives up", (_, verb, lines, waitingFor, code, setup) => {
	const operation = verb === "RETR" ? download("/f") : upload("/f");
	const { outcome } = play(operation, [...up, ...lines, "+ 60000"], setup);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPTimeoutError", code, waitingFor } });
});

test("94: only a listing may have been nothing when its data connection is reset, and only if it never began", () => {
	const reset = ["! failed data1", "< 226 done"];
	const listing = (lines: readonly string[]): unknown =>
		play(
			list("/d", () => {}),
			[...up, ...lines],
		).outcome;
	expect(listing([...reset, '< 257 "/home"', "< 250 there", "< 250 back"])).toMatchObject({ ok: true });
	expect(listing(["< 150 here", ...reset])).toMatchObject({ ok: false, error: { name: "FTPNetworkError" } });
	expect(play(download("/f"), [...up, ...reset]).outcome).toMatchObject({ ok: false, error: { name: "FTPNetworkError" } });
});
