import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { names } from "./list.ts";
import { size } from "./size.ts";
import { upload } from "./upload.ts";

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const done = ["< 150 here", "! ended data1 5", "< 226 done"];

test("text is TYPE A, said before anything else", () => {
	const { orders, session } = play(download("/f", { type: "A" }), ["< 200 ok", ...open, ...done]);
	expect(orders).toEqual(["> TYPE A", ...opened, "> RETR /f", "! transfer data1 download", "! close data1"]);
	expect(session.facts.type).toBe("A");
});

test("bytes after text are TYPE I again; what is in force already is not asked for", () => {
	const asText = { facts: { type: "A" } } as const;
	expect(play(upload("/f"), ["< 200 ok", ...open], asText).orders).toEqual(["> TYPE I", ...opened, "> STOR /f"]);
	expect(play(upload("/f", { type: "A" }), open, asText).orders).toEqual([...opened, "> STOR /f"]);
	expect(play(upload("/f"), open).orders).toEqual([...opened, "> STOR /f"]);
});

test("a listing takes either", () => {
	const { orders } = play(names(""), [...open, ...done], { facts: { type: "A" } });
	expect(orders).toEqual([...opened, "> NLST", "! transfer data1 download", "! close data1"]);
});

test("a size is one of bytes", () => {
	const { orders, outcome } = play(size("/f"), ["< 200 ok", "< 213 7"], { facts: { type: "A" } });
	expect(orders).toEqual(["> TYPE I", "> SIZE /f"]);
	expect(outcome).toMatchObject({ ok: true, value: 7 });
});

test("a refusal leaves the type as it was, and nothing else is sent", () => {
	const { orders, outcome, session } = play(download("/f", { type: "A" }), ["< 504 not here"]);
	expect(orders).toEqual(["> TYPE A"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPReplyError", code: 504, command: "TYPE A" } });
	expect(session.facts.type).toBe("I");
});

test("whoever stops it does not know which type there is, and asks anew", () => {
	const { session } = play(download("/f", { type: "A" }), ["! abort"]);
	expect(session.facts.type).toBeUndefined();
	expect(play(download("/f"), [], { facts: { type: undefined } }).orders).toEqual(["> TYPE I"]);
});
