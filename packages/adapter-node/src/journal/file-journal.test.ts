import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { otherProcess } from "../test-support/other-process.ts";
import { fileJournal } from "./file-journal.ts";
import { birthOf } from "./lock.ts";

function place(): string {
	const folder = mkdtempSync(join(tmpdir(), "isoftp-journal-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, "run");
}

async function linesAt(path: string): Promise<string[]> {
	await using journal = fileJournal(path);
	const lines: string[] = [];
	for await (const line of journal.read()) lines.push(line);
	return lines;
}

const usage = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

/** A process that lives until it is ended. */
function idler(): ChildProcess {
	const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
	onTestFinished(() => void child.kill("SIGKILL"));
	return child;
}

test("lines come back in their order, in another run, too", async () => {
	const path = place();
	const journal = fileJournal(path, { fsync: true });
	expect(existsSync(path)).toBe(false);
	// More than is read at once, and with what some take for the end of a line.
	const lines = ["\u2028\u2029\r\u{1f600}", "", ...Array.from({ length: 20_000 }, (_, index) => `\u00e9 ${index}`)];
	await Promise.all(lines.slice(0, 50).map((line) => journal.append(line)));
	await journal.close();
	appendFileSync(
		path,
		lines
			.slice(50)
			.map((line) => `${line}\n`)
			.join(""),
	);
	expect(await linesAt(path)).toEqual(lines);
	await expect(journal.append("a\nb")).rejects.toMatchObject(usage);
});

test("a line that was cut spoils none of those behind it", async () => {
	const path = place();
	writeFileSync(path, 'one\n{"tw');
	{
		await using journal = fileJournal(path);
		await journal.append("three");
		await journal.append("four");
	}
	expect(await linesAt(path)).toEqual(["one", '{"tw', "three", "four"]);
});

test("a file is left as it is by who only reads it, and whoever it belongs to", async () => {
	const path = place();
	writeFileSync(path, "no journal at all");
	expect(await linesAt(path)).toEqual(["no journal at all"]);
	expect(readFileSync(path, "utf8")).toBe("no journal at all");
});

test("a journal that is cleared is gone, and can be used again", async () => {
	const path = place();
	const journal = fileJournal(path);
	await journal.append("one");
	expect(readdirSync(join(path, "..")).sort()).toEqual(["run", "run.lock"]);
	await journal.clear();
	expect(readdirSync(join(path, ".."))).toEqual([]);
	await journal.append("two");
	await journal.close();
	await journal.close();
	expect(await linesAt(path)).toEqual(["two"]);
	await journal.clear();
	expect(readdirSync(join(path, ".."))).toEqual([]);
});

test("two runs at once are refused, in one process and in two", async () => {
	const path = place();
	const first = fileJournal(path);
	await first.append("one");
	await expect(fileJournal(path).append("two")).rejects.toMatchObject(usage);
	await expect(fileJournal(path).append("two")).rejects.toThrow("of this process; close() that journal");
	await first.close();
	const alive = idler();
	await once(alive, "spawn");
	const birth = birthOf(alive.pid ?? 0);
	for (const holder of [
		{ pid: alive.pid, birth, host: hostname() },
		{ pid: alive.pid, birth, host: "another.machine" },
	]) {
		writeFileSync(`${path}.lock`, JSON.stringify(holder));
		const refusal = { ...usage, message: expect.stringContaining(`process ${alive.pid} on ${holder.host}`) };
		await expect(fileJournal(path).append("two")).rejects.toMatchObject(refusal);
	}
	expect(readFileSync(path, "utf8")).toBe("one\n");
});

test("the lock of a process that is dead is replaced, by one of many that want to", async () => {
	const path = place();
	const dead = idler();
	await once(dead, "spawn");
	const birth = birthOf(dead.pid ?? 0);
	dead.kill("SIGKILL");
	await once(dead, "exit");
	for (const left of [
		JSON.stringify({ pid: dead.pid, birth, host: hostname() }),
		// Its process id is this one's by now.
		JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), host: hostname() }),
		// It died before it had written anything, or wrote something else.
		"",
		"nonsense",
	]) {
		writeFileSync(`${path}.lock`, left);
		const journals = [fileJournal(path), fileJournal(path), fileJournal(path)];
		const results = await Promise.allSettled(journals.map((journal) => journal.append("mine")));
		expect(
			results.filter(({ status }) => status === "fulfilled"),
			left,
		).toHaveLength(1);
		for (const journal of journals) await journal.close();
		expect(readdirSync(join(path, ".."))).toEqual(["run"]);
	}
});

test.skipIf(process.platform !== "linux")(
	"the lock of a dead process is replaced where another one has its process id",
	async () => {
		const path = place();
		const alive = idler();
		await once(alive, "spawn");
		writeFileSync(`${path}.lock`, JSON.stringify({ pid: alive.pid, birth: "long ago", host: hostname() }));
		await fileJournal(path).clear();
		expect(readdirSync(join(path, ".."))).toEqual([]);
	},
);

test("what was added is there after kill -9", async () => {
	const path = place();
	const program = `
		import { fileJournal } from "./journal/file-journal.ts";
		const journal = fileJournal(process.argv[2]);
		for (let line = 0; ; line++) {
			await journal.append(String(line));
			process.stdout.write(line + "\\n");
		}`;
	const child = await otherProcess(program, [path]);
	let said = "";
	for await (const text of child.stdout) {
		said += text;
		if (said.includes("200\n")) break;
	}
	child.kill("SIGKILL");
	await once(child, "exit");
	const seen = Number(said.split("\n").at(-2));
	const lines = await linesAt(path);
	expect(lines.length).toBeGreaterThan(seen);
	expect(lines.slice(0, seen + 1)).toEqual(Array.from({ length: seen + 1 }, (_, line) => String(line)));
});

test("what cannot be a journal is refused at once", () => {
	for (const path of ["", "a\0b", 5, null]) expect(() => fileJournal(path as string)).toThrow(expect.objectContaining(usage));
	for (const options of [null, 5, { fsync: 1 }])
		expect(() => fileJournal("x", options as object)).toThrow(expect.objectContaining(usage));
});
