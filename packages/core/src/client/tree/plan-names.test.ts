import { expect, test } from "vitest";
import { type FileInfo, MemoryFiles } from "../../testing/memory-files.ts";
import { linkFault } from "./links.ts";
import { fill, shown, trees } from "./plan-fixture.ts";

/** Files that are listed under other names and types than they have, as a hostile server may, or one of another kind. */
class Listed extends MemoryFiles {
	readonly #more: Readonly<Record<string, readonly Partial<FileInfo>[]>>;

	constructor(more: Readonly<Record<string, readonly { readonly name: string; readonly type?: string }[]>>) {
		super();
		this.#more = more as Readonly<Record<string, readonly Partial<FileInfo>[]>>;
	}

	override list(path: string): FileInfo[] {
		const more = this.#more[path] ?? [];
		return [...super.list(path), ...more.map((one) => ({ ...this.stat("/"), type: "file" as const, ...one }))];
	}
}

const HOSTILE = ["../x", "a/b", "C:x", "C:\\x", "nul", "COM1.txt", "...", "..\\..\\x", "a\u202eb", "a\tb", "\ud800", " . "];
/** Of a server. A half of a surrogate pair is no text that could come. */
const LISTED = HOSTILE.filter((name) => name !== "\ud800");

test("a name that leads elsewhere is a problem, and nothing is done under it: at the server", async () => {
	const files = new Listed({ "/": [...LISTED, "good"].map((name) => ({ name })), "/up": LISTED.map((name) => ({ name })) });
	files.mkdir("/up");
	const made = await trees({}, {}, {}, { server: { files } });
	const actions = await made.plan("down");
	expect(actions.map(({ type }) => type).filter((type) => type !== "problem")).toEqual(["copy", "makeDirectory"]);
	expect(actions.filter(({ type }) => type === "problem")).toHaveLength(2 * LISTED.length);
	expect(actions.find(({ type }) => type === "copy")).toMatchObject({ path: "good" });
	// Nor is anything removed under it.
	fill(made.tree.files, { good: "1" });
	const removals = await made.plan("up", { delete: true });
	expect(removals.filter(({ type }) => type === "remove" || type === "removeDirectory")).toEqual([]);
	expect(made.sent().filter((command) => /^(?:CWD|DELE|RMD|MLSD \.|LIST \.)/.test(command))).toEqual([]);
});

test("the same of this side: it may have come from a stranger, and the server may read more into it", async () => {
	const made = await trees({}, { good: "1" });
	made.tree.list = async function* () {
		for (const path of [...HOSTILE, "a\rDELE x", "good"]) yield { path, type: "file", size: 1 };
	};
	const actions = await made.plan("up");
	expect(actions.map(({ type }) => type).filter((type) => type !== "problem")).toEqual(["copy"]);
	expect(actions).toHaveLength(HOSTILE.length + 2);
});

test("what the target refuses, and what cannot be told to the server, is a problem", async () => {
	const refusal = (name: string): string | undefined => (name.includes("?") ? "it has a question mark" : undefined);
	const down = await trees({ "a?": "1", b: "2" }, {}, { refusal });
	expect((await down.plan("down")).map(shown)).toEqual([
		"problem a? Not done: memory cannot have it: it has a question mark",
		"copy b missing",
	]);
	const up = await trees({}, { "\u65e5": "1", b: "2" }, {}, { client: { encoding: "iso-8859-1" } });
	expect((await up.plan("up")).map(shown)).toEqual([
		"copy b missing",
		"problem \u65e5 Not done: the server cannot have it: its path cannot be told to the server",
	]);
});

test.each([
	["a", "A"],
	["stra\u00dfe", "STRASSE"],
	["\u00e9", "e\u0301"],
])("%s and %s are one on a target that ignores case: neither is written, nor what is there removed", async (one, other) => {
	const made = await trees({ [one]: "1", [other]: "2", b: "3" }, { [one]: "0" }, { ignoresCase: true });
	const actions = (await made.plan("down", { delete: true })).map(shown).sort();
	expect(actions).toEqual([
		"copy b missing",
		...[one, other].map((name) => `problem ${name} Not done: it and "${name === one ? other : one}" would be one`).sort(),
	]);
	const apart = await trees({ [one]: "1", [other]: "2" }, {});
	expect((await apart.plan("down")).map(shown).sort()).toEqual([`copy ${one} missing`, `copy ${other} missing`].sort());
});

test("a file of the same name in another case is the same to a target that ignores case", async () => {
	const made = await trees({ README: "1" }, { readme: "1" }, { ignoresCase: true });
	expect((await made.plan("down", { delete: true })).map(shown)).toEqual(["skip README same"]);
});

test("a name that is listed twice is a problem", async () => {
	const files = new Listed({ "/": [{ name: "a" }, { name: "a" }] });
	const made = await trees({}, {}, {}, { server: { files } });
	expect((await made.plan("down")).map(shown)).toEqual(
		Array(2).fill("problem a Not done: it and another of the same name would be one"),
	);
});

test("whether a server ignores case is asked when it matters", async () => {
	const sensitive = await trees({ README: "1", b: "2" }, { readme: "1", b: "2" });
	expect((await sensitive.plan("up", { delete: true })).map(shown)).toEqual([
		"skip b same",
		"copy readme missing",
		"remove README",
	]);
	expect(sensitive.sent().filter((command) => /^MLST/.test(command))).toEqual(["MLST readme"]);
	// This one knows every name in any case.
	const onCommand = (command: string): readonly string[] | undefined =>
		command === "MLST" ? ["250-About it", " type=file;size=1; /x", "250 End"] : undefined;
	const blind = await trees({ README: "1", b: "2" }, { readme: "1", b: "2" }, {}, { server: { onCommand } });
	expect((await blind.plan("up", { delete: true })).map(shown)).toEqual(["skip b same", "skip readme same"]);
	const twins = await trees({ b: "2" }, { x: "1", X: "2", b: "2" }, {}, { server: { onCommand } });
	expect((await twins.plan("up")).map(shown)).toEqual([
		'problem X Not done: it and "x" would be one',
		"skip b same",
		'problem x Not done: it and "X" would be one',
	]);
	const apart = await trees({ b: "2" }, { x: "1", X: "2", b: "2" });
	expect((await apart.plan("up")).map(shown)).toEqual(["copy X missing", "skip b same", "copy x missing"]);
	// Where there is nothing to ask about, nobody knows.
	const unknown = await trees({}, { x: "1", X: "2" });
	expect((await unknown.plan("up")).map(({ type }) => type)).toEqual(["problem", "problem"]);
});

test("a directory that contains itself ends at treeDepth", async () => {
	const files = new Listed({});
	files.mkdir("/a");
	const { list } = MemoryFiles.prototype;
	files.list = (path) => (path === "/" ? list.call(files, path) : [{ ...files.stat("/a"), name: "a" }]);
	const { stat } = files;
	files.stat = (path) => (/^(?:\/a)+$/.test(path) ? stat.call(files, "/a") : stat.call(files, path));
	const made = await trees({}, {}, {}, { server: { files }, client: { limits: { treeDepth: 10 } } });
	await expect(made.plan("down")).rejects.toMatchObject({
		code: "LIMIT_EXCEEDED",
		message: expect.stringContaining("treeDepth"),
	});
});

test("30,000 entries are no trouble", async () => {
	const names = Array.from({ length: 30_000 }, (_, index) => ({ name: `file ${index}` }));
	const made = await trees(
		{},
		{},
		{},
		{ server: { files: new Listed({ "/": names }) }, client: { limits: { treeEntries: 30_000 } } },
	);
	expect(await made.plan("down")).toHaveLength(30_000);
});

test("lines that nobody understands, and what is neither file nor directory, are left alone", async () => {
	const files = new Listed({ "/": [{ name: "socket", type: "OS.unix=socket" }] });
	const made = await trees({}, { socket: "1", b: "2" }, {}, { server: { files } });
	expect((await made.plan("down", { delete: true, mostDeleted: 5 })).map(shown)).toEqual([
		"skip socket unknown type",
		"remove b",
	]);
	expect((await made.plan("up", { delete: true })).map(shown)).toEqual([
		"copy b missing",
		"problem socket Not done: there is a thing of no known type where a file is to be",
	]);
	made.tree.files.remove("/socket");
	expect((await made.plan("up", { delete: true })).map(shown)).toEqual(["copy b missing"]);
});

const link = (name: string, target = ""): { readonly name: string; readonly type: string } => ({
	name,
	type: `OS.unix=slink${target && `:${target}`}`,
});

test("symlinks at the server are left, followed, or copied", async () => {
	const files = new Listed({
		"/": [link("to-file", "a/f"), link("to-directory", "a"), link("lost", "missing")],
		"/a": [link("back", ".."), link("self", "."), link("out", "../../x")],
	});
	fill(files, { "a/f": "1" });
	// What these lead to is asked by SIZE and CWD.
	files.write("/to-file", "1");
	const { list, stat } = files;
	files.list = (path) =>
		list.call(files, path.replace(/^\/to-directory/, "/a")).filter(({ name, type }) => name !== "to-file" || type !== "file");
	files.stat = (path) => stat.call(files, /\/(?:self|back)$/.test(path) ? "/a" : path.replace(/^\/to-directory/, "/a"));
	const made = await trees({}, { "to-file": "old" }, {}, { server: { files } });
	expect((await made.plan("down", { delete: true })).map(shown)).toEqual([
		"skip to-file symlink",
		"skip to-directory symlink",
		"skip lost symlink",
		"makeDirectory a",
		"copy a/f missing",
		"skip a/back symlink",
		"skip a/self symlink",
		"skip a/out symlink",
	]);
	const back = "The symlink leads back to a directory that it is in";
	const lost = "The symlink leads to nothing, or out of the tree";
	expect((await made.plan("down", { symlinks: "follow" })).map(shown)).toEqual([
		"copy to-file size",
		`problem lost ${lost}`,
		"makeDirectory a",
		"copy a/f missing",
		`problem a/back ${back}`,
		`problem a/self ${back}`,
		`problem a/out ${lost}`,
		"makeDirectory to-directory",
		"copy to-directory/f missing",
		`problem to-directory/back ${back}`,
		`problem to-directory/self ${back}`,
		`problem to-directory/out ${lost}`,
	]);
	expect((await made.plan("down", { symlinks: "copy" })).map(shown)).toEqual([
		"problem to-file Not done: there is a file where a symlink is to be",
		"link to-directory a",
		"link lost missing",
		"makeDirectory a",
		"copy a/f missing",
		"link a/back ..",
		"link a/self .",
		"problem a/out Not done: the symlink leads out of the tree",
	]);
});

test("symlinks on this side are followed within the tree, and never made at a server", async () => {
	const made = await trees({}, { "a/f": "1", g: "2" });
	const { tree } = made;
	for (const [path, target] of Object.entries({ file: "g", directory: "a", "a/back": "..", out: "../x", lost: "x" }))
		tree.plantLink(path, target);
	expect((await made.plan("up", { symlinks: "follow" })).map(shown)).toEqual([
		"copy g missing",
		"copy file missing",
		"problem out The symlink leads to nothing, or out of the tree",
		"problem lost The symlink leads to nothing, or out of the tree",
		"makeDirectory a",
		"copy a/f missing",
		"problem a/back The symlink leads back to a directory that it is in",
		"makeDirectory directory",
		"copy directory/f missing",
		"problem directory/back The symlink leads back to a directory that it is in",
	]);
	const actions = await made.plan("up", { symlinks: "follow" });
	expect(actions.find(({ path }) => path === "directory/f")).toMatchObject({ entry: { path: "a/f" } });
	await made.carryOut("up", actions);
	expect(made.remote.text("/directory/f")).toBe("1");
	expect((await made.plan("up", { symlinks: "copy" })).map(shown)).toContain(
		"problem out Not done: the server cannot make symlinks",
	);
});

test("a symlink that is there already is the same, or replaced", async () => {
	const files = new Listed({ "/": [link("l", "a"), link("m", "b")] });
	const made = await trees({}, {}, {}, { server: { files } });
	made.tree.plantLink("l", "a");
	made.tree.plantLink("m", "elsewhere");
	expect((await made.plan("down", { symlinks: "copy" })).map(shown)).toEqual(["skip l same", "remove m", "link m b"]);
	expect((await made.plan("down", { symlinks: "copy", existing: "skip" })).map(shown)).toEqual(["skip l same", "skip m exists"]);
});

test.each([
	["l", "a", true],
	["l", "./a/b", true],
	["a/b/l", "../../c", true],
	["a/l", "..", true],
	["l", "..", false],
	["a/l", "../../x", false],
	["a/b/l", "c/../../x", false],
	["l", "/etc/passwd", false],
	["l", "C:\\x", false],
	["l", "a\\..\\..", false],
	["l", "a\0", false],
	["l", "", false],
	["l", undefined, false],
])("a symlink %s to %j may be made: %j", (path, target, may) => {
	expect(linkFault(path, target) === undefined).toBe(may);
});
