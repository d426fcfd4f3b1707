import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { disturbance } from "./disturbance.ts";
import { compare, layoutOf, plant } from "./tree.ts";

const shape = { small: 12, large: 1, largeSize: 600_000 };

test("the same seed makes the same tree, and another one another", () => {
	expect(layoutOf(3, shape)).toEqual(layoutOf(3, shape));
	expect(layoutOf(3, shape)).not.toEqual(layoutOf(4, shape));
	expect(layoutOf(3, shape).at(-1)).toMatchObject({ path: "large 0/large.bin", size: 600_000 });
});

test("a tree that is compared is right as it was made, and not with a byte, a file or a name more or less", async () => {
	const folder = await mkdtemp(join(tmpdir(), "isoftp-endurance-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const tree = join(folder, "tree");
	const hashes = await plant(layoutOf(3, shape), tree);
	await compare(tree, hashes);
	await writeFile(join(tree, ".left.part"), "");
	await expect(compare(tree, hashes)).rejects.toThrow(".left.part is one too many");
	await rm(join(tree, ".left.part"));
	await appendFile(join(tree, "large 0/large.bin"), "x");
	await expect(compare(tree, hashes)).rejects.toThrow(/^1 of 13 files are wrong:\nlarge 0\/large.bin has/);
	await rm(join(tree, "folder 0/file 1.bin"));
	await expect(compare(tree, hashes)).rejects.toThrow("folder 0/file 1.bin has nothing");
});

const rough = { seed: 1, locks: false, reach: [1_000_000, 2_000_000], life: [10, 20], share: 50, silence: 1_000 } as const;
const connections = Array.from({ length: 400 }, (_, number) => number);

test("in the clear nothing goes wrong early that looks like the end of a listing", () => {
	const plan = disturbance({ ...rough, direction: "down", mode: "plain" });
	const early = connections
		.flatMap((number) => plan("data", number))
		.filter(({ moment }) => moment.type !== "bytes" || moment.count < 1_000_000);
	expect(early.length).toBeGreaterThan(100);
	expect(new Set(early.map(({ action }) => action.type))).toEqual(new Set(["reset", "stall"]));
});

test("every session breaks some time, and every long transfer, the same way for the same seed", () => {
	const plan = disturbance({ ...rough, direction: "up", mode: "TLS", locks: true });
	for (const number of connections) {
		expect(plan("control", number)).toHaveLength(1);
		expect(plan("data", number).at(-1)?.moment).toMatchObject({ type: "bytes", direction: "up" });
		expect(plan("data", number)).toEqual(plan("data", number));
	}
	const all = connections.flatMap((number) => [...plan("data", number), ...plan("control", number)]);
	expect(all.filter(({ action, moment }) => action.type === "stall" || moment.type === "accept")).toEqual([]);
});
