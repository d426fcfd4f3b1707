import { expect, it } from "vitest";
import { parseNameLine } from "./names.ts";

it.each(["a.txt", " a", "a ", "total 12", "dir/a", "-rw-r--r-- 1 a b 3 Jan 1 2024 x", "type=file; x", " "])(
	"%j is a name and nothing else",
	(line) => {
		expect(parseNameLine(line)).toEqual({ name: line, type: "unknown", raw: line });
	},
);

it("knows no empty name", () => {
	expect(parseNameLine("")).toBeUndefined();
});
