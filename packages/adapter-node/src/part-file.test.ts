import { execFileSync } from "node:child_process";
import {
	chmodSync,
	linkSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileSink } from "./file-sink.ts";
import { PartFile, type PartOptions } from "./part-file.ts";
import { partName } from "./part-name.ts";
import { bytes, folder } from "./test-support/folder.ts";

/** A file that is being written, from where it was left. */
async function begin(
	place: string,
	options: PartOptions = {},
	size?: number,
): Promise<{ sink: FileSink; file: PartFile; offset: number }> {
	const file = new PartFile(place, options);
	const offset = await file.take(size);
	return { sink: new FileSink(file, offset), file, offset };
}

test("a file has its name when it is complete, with the permissions of the one before, and the time that was given", async () => {
	const dir = folder();
	const place = join(dir, "f");
	writeFileSync(place, "old");
	chmodSync(place, 0o640);
	const modifiedAt = new Date("2021-03-04T05:06:07Z");
	const { sink } = await begin(place, { modifiedAt, fsync: true });
	await sink.write(bytes(100_000));
	expect(readFileSync(place, "utf8")).toBe("old");
	// Not even while it arrives can others read it.
	const [part = ""] = readdirSync(dir).filter((name) => name !== "f");
	expect(statSync(join(dir, part)).mode & 0o137).toBe(0);
	await sink.finish();
	expect(readdirSync(dir)).toEqual(["f"]);
	expect(Buffer.compare(readFileSync(place), bytes(100_000))).toBe(0);
	expect(statSync(place).mtime).toEqual(modifiedAt);
	if (process.platform !== "win32") expect(statSync(place).mode & 0o777).toBe(0o640);
});

test.skipIf(process.geteuid?.() !== 0)("the owner of a file that is replaced stays, where that is allowed", async () => {
	const place = join(folder(), "f");
	writeFileSync(place, "old");
	execFileSync("chown", ["12345:23456", place]);
	const { sink } = await begin(place);
	await sink.finish();
	expect(lstatSync(place)).toMatchObject({ uid: 12_345, gid: 23_456, size: 0 });
});

test("what is given up goes, unless its identity is wanted again", async () => {
	const dir = folder();
	const place = join(dir, "f");
	const { sink } = await begin(place);
	await sink.write(bytes(100_000));
	await sink.discard();
	expect(readdirSync(dir)).toEqual([]);
	const first = await begin(place, { identity: "1" });
	await first.sink.write(bytes(300_000).subarray(0, 100_000));
	// So few that they are gathered first.
	await first.sink.write(bytes(300_000).subarray(100_000, 100_010));
	await first.sink.discard(true);
	const second = await begin(place, { identity: "1" }, 300_000);
	expect(second.offset).toBe(100_010);
	await second.sink.write(bytes(300_000).subarray(100_010));
	await second.sink.finish();
	expect(Buffer.compare(readFileSync(place), bytes(300_000))).toBe(0);
	const third = await begin(place, { identity: "1" });
	expect(third.offset).toBe(0);
	await third.sink.write(bytes(10));
	third.file.isSpoilt = true;
	await third.sink.discard(true);
	expect(readdirSync(dir)).toEqual(["f"]);
});

test("a file that is there but for its name is continued at its last byte; what is too long is none of it", async () => {
	const dir = folder();
	const place = join(dir, "f");
	const part = join(dir, partName("f", "1"));
	writeFileSync(part, "abcde");
	const { sink, offset } = await begin(place, { identity: "1" }, 5);
	expect(offset).toBe(4);
	await sink.write(new TextEncoder().encode("e"));
	await sink.finish();
	expect(readFileSync(place, "utf8")).toBe("abcde");
	for (const size of [4, 0]) {
		writeFileSync(part, "abcde");
		const { sink, offset } = await begin(place, { identity: "1" }, size);
		expect(offset).toBe(0);
		await sink.finish();
		expect(statSync(place).size).toBe(0);
	}
});

test("what somebody has prepared under the temporary name is not written to", async () => {
	const dir = folder();
	const [place, part, victim] = [join(dir, "f"), join(dir, partName("f", "1")), join(dir, "victim")];
	const traps: Record<string, () => void> = {
		symlink: () => symlinkSync(victim, part),
		"hard link": () => linkSync(victim, part),
		"file of another user": () => {
			writeFileSync(part, "evil");
			execFileSync("chown", ["12345", part]);
		},
	};
	for (const [what, plant] of Object.entries(traps)) {
		if (what === "file of another user" && process.geteuid?.() !== 0) continue;
		writeFileSync(victim, "victim");
		plant();
		const { sink, offset } = await begin(place, { identity: "1" });
		expect(offset, what).toBe(0);
		await sink.write(bytes(70_000));
		await sink.finish();
		expect(readFileSync(victim, "utf8"), what).toBe("victim");
		expect(Buffer.compare(readFileSync(place), bytes(70_000)), what).toBe(0);
	}
	// Planted between the look and the opening.
	for (const plant of [() => symlinkSync(victim, part), () => linkSync(victim, part)]) {
		writeFileSync(part, "abc");
		const { sink, offset } = await begin(place, { identity: "1" });
		expect(offset).toBe(3);
		unlinkSync(part);
		plant();
		await expect(sink.write(bytes(70_000))).rejects.toThrow();
		await sink.discard();
		expect(readFileSync(victim, "utf8")).toBe("victim");
		unlinkSync(part);
	}
});

test("restart() begins in a file of its own, which nobody will continue", async () => {
	const dir = folder();
	const place = join(dir, "f");
	writeFileSync(join(dir, partName("f", "1")), "left");
	const [mine, other] = [await begin(place, { identity: "1" }), await begin(place, { identity: "1" })];
	await other.sink.write(bytes(70_000));
	await mine.sink.restart();
	await mine.sink.write(new TextEncoder().encode("new"));
	// Its temporary file is somebody else's now: it must not get the name.
	await expect(other.sink.finish()).rejects.toThrow("was removed while it was written");
	expect(readdirSync(dir)).not.toContain("f");
	await mine.sink.finish();
	expect(readFileSync(place, "utf8")).toBe("new");
	for (const identity of ["1", undefined]) {
		const { sink } = await begin(place, { identity });
		await sink.write(bytes(70_000));
		await sink.restart();
		await sink.write(bytes(10));
		await sink.discard(true);
		expect(readdirSync(dir), identity).toEqual(["f"]);
	}
});

test("two that write the same bytes do not spoil each other", async () => {
	const dir = folder();
	const place = join(dir, "f");
	const all = bytes(400_000);
	writeFileSync(join(dir, partName("f", "1")), all.subarray(0, 100_000));
	const [one, other] = [await begin(place, { identity: "1" }), await begin(place, { identity: "1" })];
	await one.sink.write(all.subarray(100_000, 300_000));
	await other.sink.write(all.subarray(100_000, 200_000));
	await one.sink.write(all.subarray(300_000));
	await one.sink.finish();
	expect(Buffer.compare(readFileSync(place), all)).toBe(0);
	await other.sink.write(all.subarray(200_000));
	await expect(other.sink.finish()).rejects.toThrow("was removed");
	expect(Buffer.compare(readFileSync(place), all)).toBe(0);
	expect(readdirSync(dir)).toEqual(["f"]);
});

test("what cannot get its name says so, and goes", async () => {
	const dir = folder();
	const place = join(dir, "f");
	const { sink } = await begin(place);
	await sink.write(bytes(70_000));
	mkdirSync(place);
	await expect(sink.finish()).rejects.toMatchObject({ code: expect.stringMatching(/EISDIR|EPERM|EEXIST/) });
	expect(readdirSync(dir)).toEqual(["f"]);
	// The folder has been moved away.
	const inner = join(dir, "inner");
	mkdirSync(inner);
	const lost = await begin(join(inner, "g"));
	await lost.sink.write(bytes(70_000));
	renameSync(inner, join(dir, "moved"));
	await expect(lost.sink.finish()).rejects.toThrow("was removed while it was written");
});

test("a check that fails keeps a file from being made, or named", async () => {
	const dir = folder();
	let isAllowed = false;
	const check = async (): Promise<void> => {
		if (!isAllowed) throw new Error("not here");
	};
	const refused = await begin(join(dir, "f"), { check });
	await expect(refused.sink.write(bytes(70_000))).rejects.toThrow("not here");
	await refused.sink.discard();
	isAllowed = true;
	const { sink } = await begin(join(dir, "f"), { check });
	await sink.write(bytes(70_000));
	isAllowed = false;
	await expect(sink.finish()).rejects.toThrow("not here");
	expect(readdirSync(dir)).toEqual([]);
});
