import { describe, expect, test } from "vitest";
import { FTPUsageError } from "../../errors/index.ts";
import { type Fixture, type FixtureOptions, fixture } from "../test-fixture.ts";
import { type Content, contentOf, fill } from "./plan-fixture.ts";
import { removeTree } from "./remove-tree.ts";
import { FTPTreeError } from "./tree-error.ts";

const CONTENT: Content = {
	"d/1": "1",
	"d/a/2": "2",
	"d/a/b/3": "3",
	"d/e": undefined,
	"d/.hidden": "4",
	other: "5",
	"dd/1": "6",
};
const REST = { other: "5", dd: undefined, "dd/1": "6" };

async function server(options: FixtureOptions = {}): Promise<Fixture> {
	const made = await fixture(options);
	fill(made.server.files, CONTENT);
	return made;
}

describe.each(["with MLSD", "with LIST that hides names"] as const)("%s", (kind) => {
	const options: FixtureOptions =
		kind === "with MLSD" ? {} : { server: { quirks: { without: ["MLSD", "MLST"], hidesDotNames: true } } };

	test("a directory is removed with all there is in it, and nothing else", async () => {
		const {
			client,
			server: { files },
		} = await server(options);
		expect(await removeTree(client, "d")).toEqual({ copied: 0, bytes: 0, directories: 0, removed: 8, skipped: 0, problems: [] });
		expect(contentOf(files)).toEqual(REST);
	});

	test("rmdir() does so, too, where it is told", async () => {
		const {
			client,
			server: { files },
		} = await server(options);
		await expect(client.rmdir("d")).rejects.toMatchObject({ code: 550 });
		await client.rmdir("/d/", { recursive: true });
		expect(contentOf(files)).toEqual(REST);
	});
});

test("a pool removes with several sessions", async () => {
	const {
		pool,
		server: { files },
	} = await server();
	const clients = pool({ size: 3 });
	await clients.connect();
	expect(await removeTree(clients, "d")).toMatchObject({ removed: 8 });
	expect(contentOf(files)).toEqual(REST);
});

test("a dry run removes nothing, and tells what it would", async () => {
	const {
		client,
		server: { files },
	} = await server();
	const before = contentOf(files);
	const { plan, removed } = await removeTree(client, "d", { dryRun: true });
	expect(contentOf(files)).toEqual(before);
	expect(removed).toBe(8);
	expect(plan?.map(({ path }) => path)).toEqual([".hidden", "1", "a/2", "a/b/3", "a/b", "a", "e", ""]);
});

test("what the filter leaves stays, and the directories that it is in", async () => {
	const {
		client,
		server: { files },
	} = await server();
	const told: string[] = [];
	const filter = ({ path }: { readonly path: string }): boolean => path !== "a/b/3";
	await removeTree(client, "d", { filter, onAction: ({ path }) => told.push(path) });
	expect(contentOf(files)).toEqual({ ...REST, d: undefined, "d/a": undefined, "d/a/b": undefined, "d/a/b/3": "3" });
	expect(told.sort()).toEqual([".hidden", "1", "a/2", "e"]);
});

test("what cannot be removed does not stop the rest", async () => {
	const onCommand = (command: string, args: string): readonly string[] | undefined =>
		command === "DELE" && args === "d/a/2" ? ["550 No"] : undefined;
	const {
		client,
		server: { files },
		sent,
	} = await server({ server: { onCommand } });
	const failed = await removeTree(client, "d").catch((error: unknown) => error);
	expect(failed).toBeInstanceOf(FTPTreeError);
	expect(failed).toMatchObject({ code: "INCOMPLETE", result: { removed: 5, problems: [{ path: "a/2", cause: { code: 550 } }] } });
	expect((failed as Error).message).toBe("Not everything could be done: a/2: DELE d/a/2 was refused: 550 No");
	expect(contentOf(files)).toEqual({ ...REST, d: undefined, "d/a": undefined, "d/a/2": "2" });
	// Directories that are known not to be empty are not tried.
	expect(sent().filter((command) => /^RMD/.test(command))).toEqual(["RMD d/a/b", "RMD d/e"]);
	await expect(client.rmdir("d", { recursive: true })).rejects.toMatchObject({ code: 550, command: "DELE d/a/2" });
	await removeTree(client, "d", { onProblem: () => "ignore" });
});

test("a directory that is not there cannot be removed", async () => {
	const { client } = await server();
	await expect(removeTree(client, "missing")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
});

test("what is not the name of a directory, and what is no option, is refused before anything is sent", async () => {
	const { client, sent } = await server();
	for (const path of ["", "/", ".", "..", "a/..", "../..", "//", "./", 5, null, undefined]) {
		await expect(removeTree(client, path as string)).rejects.toThrow(FTPUsageError);
		if (path !== "/") await expect(client.rmdir(path as string, { recursive: true })).rejects.toThrow(FTPUsageError);
	}
	await expect(client.rmdir("/", { recursive: true })).rejects.toThrow(FTPUsageError);
	const wrong = [
		...[null, 5, { filter: 5 }, { dryRun: "no" }, { concurrency: 0 }, { concurrency: 1.5 }, { onAction: {} }, { onProblem: 1 }],
		...[{ signal: 5 }, { retry: "yes" }, { Filter: () => true }, { delete: true }],
	];
	for (const options of wrong)
		await expect(removeTree(client, "d", options as object), JSON.stringify(options)).rejects.toThrow(FTPUsageError);
	await expect(removeTree({} as typeof client, "d")).rejects.toThrow(FTPUsageError);
	expect(sent()).toEqual([]);
});

test("an abort ends it, and the session goes on", async () => {
	const {
		client,
		server: { files },
	} = await server();
	await expect(removeTree(client, "d", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "FTPAbortError" });
	const abort = new AbortController();
	const removing = removeTree(client, "d", { signal: abort.signal, onAction: () => abort.abort() });
	await expect(removing).rejects.toMatchObject({ name: "FTPAbortError" });
	expect(files.exists("/d/a/b/3")).toBe(true);
	expect(await client.pwd()).toBe("/");
});

test("what the caller's functions throw ends it", async () => {
	const { client } = await server();
	const fail = (): never => {
		throw new Error("mine");
	};
	for (const options of [{ filter: fail }, { onAction: fail }]) {
		await expect(removeTree(client, "d", options)).rejects.toMatchObject({ name: "FTPAbortError", cause: { message: "mine" } });
	}
});
