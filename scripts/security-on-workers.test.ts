import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { FTPClient, type FTPClientOptions, type TraceEvent } from "../packages/core/src/index.ts";
import { MemoryNetwork, MemoryServer, VirtualClock } from "../packages/core/src/testing/index.ts";

const page: string = readFileSync(new URL("../docs/security-on-workers.md", import.meta.url), "utf8");
const blocks: readonly (readonly [file: string, code: string])[] = Array.from(
	page.matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms),
	([, file = "", code = ""]) => [file, code],
);

/** What the page's modules give. */
interface Worker {
	serveFile(
		request: Request,
		user: string,
		guard: object,
		open: (onTrace: (event: TraceEvent) => void) => FTPClient,
	): Promise<Response>;
}
interface Session {
	newSession(env: object, onTrace: (event: TraceEvent) => void): { readonly host: string; readonly options: FTPClientOptions };
}

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(fileURLToPath(new URL("./.docs-", import.meta.url)));
	for (const [file, code] of blocks) {
		writeFileSync(`${folder}/${file}`, code);
		// What runs here has no sockets of a Worker's: a client that only tells what it was made with.
		const core = file === "session.ts" ? "./recorder.ts" : "@isoftp/core";
		const running = code.replaceAll("@isoftp/adapter-workerd", core).replaceAll(/"\.\/(answer|audit)\.ts"/g, '"./run-$1.ts"');
		writeFileSync(`${folder}/run-${file}`, running);
	}
	const recorder = "export class FTPClient { constructor(host, options) { Object.assign(this, { host, options }); } }\n";
	writeFileSync(`${folder}/recorder.ts`, recorder);
	const config = { extends: "../../packages/adapter-workerd/tsconfig.json", include: [], files: blocks.map(([file]) => file) };
	writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const load = async <Module>(file: string): Promise<Module> =>
	(await import(/* @vite-ignore */ `${folder}/run-${file}`)) as Module;

/** What the compiler says of the page's modules. The packages behind them are read, but looked at elsewhere. */
function complaints(): string[] {
	const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, ts.sys.readFile);
	const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
	const program = ts.createProgram(fileNames, options);
	const ofFile = (name: string): readonly ts.Diagnostic[] => {
		const file = program.getSourceFile(name);
		return [
			...program.getSyntacticDiagnostics(file),
			...program.getSemanticDiagnostics(file),
			...program.getDeclarationDiagnostics(file),
		];
	};
	expect(fileNames).toHaveLength(blocks.length);
	const all = [...errors, ...program.getOptionsDiagnostics(), ...fileNames.flatMap(ofFile)];
	return all.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

test("every block of the page is one of its modules, and compiles", () => {
	expect(blocks.map(([file]) => file)).toEqual(["session.ts", "audit.ts", "answer.ts", "worker.ts"]);
	expect(page.match(/^```\w/gm)).toHaveLength(blocks.length);
	expect(complaints()).toEqual([]);
	// The compiler reads both packages.
}, 180_000);

test("a session goes to the one server only, with TLS and limits", async () => {
	const { newSession } = await load<Session>("session.ts");
	const env = { FTP_HOST: "ftp.test", FTP_USER: "bob", FTP_PASS: "hunter2" };
	const { host, options } = newSession(env, () => undefined);
	expect(host).toBe("ftp.test");
	expect(
		() => new FTPClient(host, { ...options, dialer: new MemoryNetwork({ clock: new VirtualClock() }).dialer() }),
	).not.toThrow();
	expect(options.secure).toBe(true);
	expect(options.allowConnect?.("ftp.test", 21, "control")).toBe(true);
	expect(options.allowConnect?.("ftp.test", 50_000, "data")).toBe(true);
	expect(options.allowConnect?.("ftp.test", 25, "data")).toBe(false);
	expect(options.allowConnect?.("10.0.0.1", 21, "control")).toBe(false);
});

test("a visitor gets files of his own folder, and nothing of what the server says", async () => {
	const { serveFile } = await load<Worker>("worker.ts");
	const clock = new VirtualClock();
	const network = new MemoryNetwork({ clock });
	const server = new MemoryServer({ clock, users: { bob: "hunter2" } });
	server.files.write("/users/anna/a.txt", "hello");
	server.files.write("/secret", "x");
	const running = await server.listenOn(network.host("ftp.test"), 21);
	const written = vi.spyOn(console, "log").mockReturnValue();
	const logged = vi.spyOn(console, "error").mockReturnValue();
	const ask = async (path: string, { user = "anna", success = true, pass = "hunter2" } = {}): Promise<Response> => {
		const request = new Request(`https://worker.test/?path=${encodeURIComponent(path)}`);
		const open = (onTrace: (event: TraceEvent) => void): FTPClient =>
			new FTPClient("ftp.test", { user: "bob", pass, onTrace, clock, dialer: network.dialer() });
		return await serveFile(request, user, { limit: async () => ({ success }) }, open);
	};
	try {
		expect(await (await ask("a.txt")).text()).toBe("hello");
		const records = written.mock.calls.map(([line]) => JSON.parse(String(line)));
		expect(records).toContainEqual(
			expect.objectContaining({ user: "anna", type: "command", detail: { line: "RETR /users/anna/a.txt" } }),
		);
		expect(JSON.stringify(records)).not.toContain("hunter2");
		for (const path of ["../../secret", "/secret", "a\r\nDELE a.txt"]) expect((await ask(path)).status).toBe(400);
		for (const user of ["../..", "", ".", "bob/..", "bob/../anna", "\u2024"]) {
			expect((await ask("anna/a.txt", { user })).status).toBe(400);
			expect((await ask("a.txt", { user })).status).toBe(400);
		}
		expect((await ask("a.txt", { success: false })).status).toBe(429);
		const missing = await ask("missing");
		expect([missing.status, await missing.text()]).toEqual([404, '{"error":"not found"}']);
		const refused = await ask("a.txt", { pass: "wrong" });
		expect([refused.status, await refused.text()]).toEqual([502, '{"error":"the file server failed"}']);
		expect(server.files.text("/users/anna/a.txt")).toBe("hello");
		expect(JSON.stringify(logged.mock.calls)).not.toContain("hunter2");
	} finally {
		await running.close();
	}
});
