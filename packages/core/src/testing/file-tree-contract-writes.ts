import { check, failure, same } from "./dialer-contract-steps.ts";
import {
	bytesOf,
	contents,
	entries,
	expectBytes,
	expectPaths,
	expectText,
	type FileTreeCase,
	give,
	manyBytes,
	put,
	rest,
	treeCase,
} from "./file-tree-contract-steps.ts";

/** More than any buffer on the way, and no multiple of one. */
const LARGE = 1_000_003;

/** Files: how they come to be, and how they are read. */
export const writeCases: readonly FileTreeCase[] = [
	treeCase("a file that was written is read again, byte for byte", async (tree) => {
		const bytes = manyBytes(LARGE);
		await put(tree, "large", bytes, { identity: "1" });
		expectBytes(await contents(tree, "large"), bytes, "the file");
		await put(tree, "unknown size", bytes, { size: undefined });
		expectBytes(await contents(tree, "unknown size"), bytes, "the file of a size that was not told");
	}),

	treeCase("a file may be empty", async (tree) => {
		await put(tree, "empty", "");
		const [entry] = await entries(tree, "");
		same(entry?.size, 0, "The size");
		same((await contents(tree, "empty")).length, 0, "The bytes read");
	}),

	treeCase("a file has its name when it is complete, and not before", async (tree) => {
		const sink = await tree.write("new", { size: 5, identity: "1" });
		await give(sink, bytesOf("hel"));
		await expectPaths(tree, "", []);
		await give(sink, bytesOf("lo"));
		await expectPaths(tree, "", []);
		await sink.commit();
		await expectText(tree, "new", "hello");
	}),

	treeCase("what is there stays until what replaces it is complete", async (tree) => {
		await put(tree, "a", "old");
		const sink = await tree.write("a", { size: 7, identity: "2" });
		await give(sink, bytesOf("newer"));
		await expectText(tree, "a", "old");
		await give(sink, bytesOf("!!"));
		await sink.commit();
		await expectText(tree, "a", "newer!!");
		await expectPaths(tree, "", ["a"]);
	}),

	treeCase("what was given up leaves what was there, and no other name", async (tree) => {
		await put(tree, "a", "old");
		for (const identity of [undefined, "3"]) {
			for (const path of ["a", "b"]) {
				const sink = await tree.write(path, { size: 100, identity });
				await give(sink, bytesOf("half"));
				await sink.discard();
			}
		}
		await expectText(tree, "a", "old");
		await expectPaths(tree, "", ["a"]);
	}),

	treeCase("an interrupted file goes on where it stopped, if it may", async (tree, open) => {
		const bytes = manyBytes(LARGE);
		const half = Math.floor(LARGE / 2);
		const file = { size: LARGE, identity: "the-same" };
		const first = await tree.write("a", file);
		same(first.offset, 0, "The offset of a file of which nothing is there");
		await give(first, bytes.subarray(0, half));
		await first.discard();
		const later = await open();
		const second = await later.write("a", file);
		check(second.offset >= 0 && second.offset <= half, `An offset of ${second.offset}, where ${half} bytes were written`);
		await give(second, bytes.subarray(second.offset));
		await second.commit();
		expectBytes(await contents(later, "a"), bytes, "the file in two parts");
		const third = await later.write("a", file);
		same(third.offset, 0, "The offset after the file was complete");
		await third.discard();
	}),

	treeCase("nothing is continued under another identity, nor without one", async (tree, open) => {
		for (const [before, after] of [
			["1", "2"],
			["1", undefined],
			[undefined, "1"],
			[undefined, undefined],
		]) {
			const first = await tree.write("a", { size: 9, identity: before });
			await give(first, bytesOf("wrong"));
			await first.discard();
			const later = await open();
			const second = await later.write("a", { size: 9, identity: after });
			same(second.offset, 0, `The offset under ${after} after ${before}`);
			await give(second, bytesOf("the right"));
			await second.commit();
			await expectText(later, "a", "the right");
			await later.remove("a");
		}
	}),

	treeCase("the same identity elsewhere is another file", async (tree) => {
		const first = await tree.write("a", { size: 9, identity: "1" });
		await give(first, bytesOf("wrong"));
		await first.discard();
		await put(tree, "b", "right", { identity: "1" });
		await expectText(tree, "b", "right");
	}),

	treeCase("restart() begins anew", async (tree, open) => {
		const first = await tree.write("a", { size: 100, identity: "1" });
		await give(first, bytesOf("something else"));
		await first.restart();
		await give(first, bytesOf("right"));
		await first.commit();
		await expectText(tree, "a", "right");
		const left = await tree.write("b", { size: 100, identity: "1" });
		await give(left, bytesOf("left over"));
		await left.discard();
		const continued = await (await open()).write("b", { size: 5, identity: "1" });
		await continued.restart();
		await give(continued, bytesOf("right"));
		await continued.commit();
		await expectText(tree, "b", "right");
	}),

	treeCase("files are written at the same time", async (tree) => {
		const paths = ["a", "b", "c"];
		const sinks = await Promise.all(paths.map((path) => tree.write(path, { identity: "1" })));
		for (let round = 0; round < 3; round++) {
			await Promise.all(sinks.map((sink, index) => give(sink, bytesOf(`${paths[index]}${round}`))));
		}
		await Promise.all(sinks.map((sink) => sink.commit()));
		for (const path of paths) await expectText(tree, path, `${path}0${path}1${path}2`);
	}),

	treeCase("a source goes to any place in either direction", async (tree) => {
		const bytes = manyBytes(LARGE);
		await put(tree, "a", bytes);
		const source = await tree.read("a");
		await source.read();
		for (const offset of [500_000, 10, 0, LARGE - 1, LARGE]) {
			check(source.rewindTo(offset), `rewindTo(${offset}) must be possible`);
			expectBytes(await rest(source), bytes.subarray(offset), `the file from ${offset} on`);
		}
		check(source.rewind(), "rewind() must be possible");
		expectBytes(await rest(source), bytes, "the file once more");
		await source.close();
		await source.close();
	}),

	treeCase("what is not there cannot be read", async (tree) => {
		const reading = tree.read("missing").then(async (source) => {
			try {
				return await rest(source);
			} finally {
				await source.close();
			}
		});
		check((await failure(reading, "Reading what is not there")) instanceof Error, "It must fail with an error");
	}),
];
