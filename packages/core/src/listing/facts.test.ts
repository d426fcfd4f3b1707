import { expect, it } from "vitest";
import { type Facts, readFacts } from "./facts.ts";

/** What it reads: the facts, and the name behind them. */
function read(line: string): [Facts, string] | undefined {
	const facts: Facts = {};
	const nameStart = readFacts(line, facts);
	return nameStart === undefined ? undefined : [facts, line.slice(nameStart)];
}

/** So many lines alike that the next one of the kind is read by a pattern. */
function accustomTo(line: string): void {
	for (let times = 0; times < 40; times++) read(line);
}

it.each<[string, [Facts, string] | undefined]>([
	["size=3;Type=file; x", [{ size: "3", type: "file" }, "x"]],
	["size=;type=a=b; x;y=z; ", [{ size: "", type: "a=b" }, "x;y=z; "]],
	["size=3;size=4; x", [{ size: "4" }, "x"]],
	["a.b=1;c+d=2;(e=3; x", [{ "a.b": "1", "c+d": "2", "(e": "3" }, "x"]],
	["size;type=file; x", [{ type: "file" }, "x"]],
	["=3;type=file; x", [{ type: "file" }, "x"]],
	["size=3;type=file;", undefined],
	["size=3; type=file; x", [{ size: "3" }, "type=file; x"]],
	["size=3;a type=file; x", undefined],
	["no facts at all", undefined],
	[" x", [{}, "x"]],
	["", undefined],
	["   ", undefined],
])("reads %j, whatever lines came before it", (line, expected) => {
	expect(read(line)).toEqual(expected);
	for (const other of ["size=3;type=file; x", "modify=20240131100203;perm=r; x", line]) {
		accustomTo(other);
		expect(read(line)).toEqual(expected);
	}
});

it("takes no fact for another one whose name only looks like it in a pattern", () => {
	accustomTo("a.b=1; x");
	expect(read("a.b=1; x")).toEqual([{ "a.b": "1" }, "x"]);
	expect(read("axb=1; x")).toEqual([{ axb: "1" }, "x"]);
	expect(read("ab=1; x")).toEqual([{ ab: "1" }, "x"]);
});

it("reads lines with more facts, and longer ones, than servers send", () => {
	for (const count of [16, 17, 200]) {
		const names = Array.from({ length: count }, (_, index) => `f${index}`);
		const line = `${names.map((name) => `${name}=${name};`).join("")} x`;
		accustomTo(line);
		expect(read(line)).toEqual([Object.fromEntries(names.map((name) => [name, name])), "x"]);
	}
	const long = `size=${"9".repeat(5000)}; x`;
	accustomTo(long);
	expect(read(long)).toEqual([{ size: "9".repeat(5000) }, "x"]);
});
