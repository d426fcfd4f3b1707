import { expect, test } from "vitest";
import { MemoryFiles } from "./memory-files.ts";
import { baseName, normalize, parentOf, resolvePath } from "./memory-files-path.ts";
import { VirtualClock } from "./virtual-clock.ts";

const failing = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		return (error as { code: string }).code;
	}
	return "did not fail";
};

test("a file is written with its directories and read back", () => {
	const files = new MemoryFiles();
	files.write("/a/b/c.txt", "text ü");
	files.write("/a/raw", Uint8Array.of(1, 2, 3));
	expect(files.text("/a/b/c.txt")).toBe("text ü");
	expect(files.read("/a/raw")).toEqual(Uint8Array.of(1, 2, 3));
	expect(files.list("/a").map(({ name, type, size }) => [name, type, size])).toEqual([
		["b", "directory", 0],
		["raw", "file", 3],
	]);
	expect(files.list("/").map(({ path }) => path)).toEqual(["/a"]);
});

test("writing again replaces, and keeps the file's identity", () => {
	const files = new MemoryFiles();
	files.write("/f", "first");
	const { id } = files.stat("/f");
	files.write("/f", "2nd");
	expect(files.text("/f")).toBe("2nd");
	expect(files.stat("/f").id).toBe(id);
});

test("what was written may be changed by its owner afterwards", () => {
	const files = new MemoryFiles();
	const bytes = Uint8Array.of(1);
	files.write("/f", bytes);
	bytes[0] = 9;
	expect(files.read("/f")).toEqual(Uint8Array.of(1));
});

test("chunks start at every offset and keep to their size", () => {
	const files = new MemoryFiles();
	files.write("/f", "abc");
	files.append("/f", new TextEncoder().encode("defgh"));
	for (let offset = 0; offset <= 9; offset++) {
		const chunks = [...files.chunks("/f", offset, 2)].map((chunk) => new TextDecoder().decode(chunk));
		expect(chunks.join("")).toBe("abcdefgh".slice(offset));
		expect(chunks.every((chunk) => chunk.length >= 1 && chunk.length <= 2)).toBe(true);
	}
});

test("truncate makes, empties and shortens", () => {
	const files = new MemoryFiles();
	files.truncate("/f");
	expect(files.stat("/f").size).toBe(0);
	files.append("/f", Uint8Array.of(1, 2));
	files.append("/f", Uint8Array.of(3, 4));
	files.truncate("/f", 3);
	expect(files.read("/f")).toEqual(Uint8Array.of(1, 2, 3));
	files.truncate("/f");
	expect(files.stat("/f").size).toBe(0);
});

test("times come from the clock, attributes can be set", () => {
	const clock = new VirtualClock(1000);
	const files = new MemoryFiles({ clock });
	files.write("/f", "x");
	expect(files.stat("/f")).toMatchObject({ modifiedAt: new Date(1000), mode: 0o644, owner: "owner", group: "group" });
	files.write("/g", "x", { modifiedAt: new Date(5), mode: 0o400, owner: "me", group: "us" });
	expect(files.stat("/g")).toMatchObject({ modifiedAt: new Date(5), mode: 0o400, owner: "me", group: "us" });
	files.change("/g", { modifiedAt: new Date(7) });
	expect(files.stat("/g")).toMatchObject({ modifiedAt: new Date(7), mode: 0o400 });
});

test("rename moves files and whole directories, and replaces files", () => {
	const files = new MemoryFiles();
	files.write("/a/f", "1");
	files.write("/old", "2");
	files.rename("/a/f", "/old");
	expect(files.text("/old")).toBe("1");
	files.write("/a/g", "3");
	files.rename("/a", "/b");
	expect(files.text("/b/g")).toBe("3");
	expect(files.exists("/a")).toBe(false);
	files.rename("/b", "/b");
	expect(files.exists("/b/g")).toBe(true);
});

test("what cannot be done says why, and does nothing", () => {
	const files = new MemoryFiles();
	files.write("/d/f", "x");
	expect(failing(() => files.read("/none"))).toBe("NOT_FOUND");
	expect(failing(() => files.read("/d/f/below"))).toBe("NOT_FOUND");
	expect(failing(() => files.read("/d"))).toBe("NOT_A_FILE");
	expect(failing(() => files.list("/d/f"))).toBe("NOT_A_DIRECTORY");
	expect(failing(() => files.write("/d/f/g", "x"))).toBe("EXISTS");
	expect(failing(() => files.mkdir("/d"))).toBe("EXISTS");
	expect(failing(() => files.mkdir("/x/y"))).toBe("NOT_FOUND");
	expect(failing(() => files.rmdir("/d"))).toBe("NOT_EMPTY");
	expect(failing(() => files.remove("/d"))).toBe("NOT_A_FILE");
	expect(failing(() => files.rename("/d", "/d/e"))).toBe("DENIED");
	expect(failing(() => files.rename("/d/f", "/d"))).toBe("NOT_A_FILE");
	expect(failing(() => files.rename("/none", "/x"))).toBe("NOT_FOUND");
	expect(files.text("/d/f")).toBe("x");
});

test("removing makes room", () => {
	const files = new MemoryFiles({ capacity: 4 });
	files.write("/f", "1234");
	expect(failing(() => files.append("/f", Uint8Array.of(5)))).toBe("NO_SPACE");
	files.remove("/f");
	files.write("/g", "1234");
	files.truncate("/g", 1);
	files.append("/g", Uint8Array.of(1, 2, 3));
	files.mkdir("/d");
	files.rmdir("/d");
	expect(files.list("/").map(({ name }) => name)).toEqual(["g"]);
});

test("names that JavaScript knows are names like all others", () => {
	const files = new MemoryFiles();
	files.write("/__proto__/constructor", "x");
	expect(files.list("/__proto__").map(({ name }) => name)).toEqual(["constructor"]);
});

test("paths: no way leads above the root", () => {
	expect(normalize("//a/./b/../c/")).toBe("/a/c");
	expect(normalize("../../..")).toBe("/");
	expect(resolvePath("/a/b", "../c")).toBe("/a/c");
	expect(resolvePath("/a/b", "/c")).toBe("/c");
	expect(resolvePath("/a", "")).toBe("/a");
	expect(parentOf("/a")).toBe("/");
	expect([baseName("/a/b/"), baseName("/")]).toEqual(["b", ""]);
});
