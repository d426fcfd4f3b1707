import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { catalog, serverNames } from "./catalog.ts";
import { Dialogue } from "./dialogue.ts";
import { startLab } from "./lab.ts";
import { marked } from "./process.ts";
import { unavailable } from "./programs.ts";
import { portsOf, startProxy } from "./proxy.ts";
import { describeServer, type ServerFixture, useLab } from "./suite.ts";

const shared = useLab();
const runnable = serverNames.filter((name) => unavailable(name) === undefined);

/** A greeted control connection; implicit servers speak TLS at once. */
async function dial({ lab, server }: ServerFixture, host = "127.0.0.1"): Promise<Dialogue> {
	const implicit = server.tls === "implicit";
	const dialogue = implicit ? Dialogue.overTls(host, server.port, lab.ca) : Dialogue.to(host, server.port);
	onTestFinished(() => dialogue.close());
	expect(await dialogue.reply()).toMatch(/^220/);
	return dialogue;
}

async function loggedIn(fixture: ServerFixture, host?: string): Promise<Dialogue> {
	const dialogue = await dial(fixture, host);
	expect(await dialogue.login(fixture.server.user, fixture.server.pass)).toMatch(/^230/);
	return dialogue;
}

for (const name of serverNames) {
	const traits = catalog[name];
	describeServer(shared, name, (fixture) => {
		test("logs its user in and tells its features", async () => {
			const dialogue = await loggedIn(fixture());
			expect(await dialogue.command("FEAT")).toMatch(/^211-.*EPSV.*^211 /ms);
		});

		test("refuses a wrong password", async () => {
			const dialogue = await dial(fixture());
			expect(await dialogue.login(fixture().server.user, "wrong")).toMatch(/^530/);
		});

		test("has the user's folder where it says", async () => {
			const { path } = fixture().server;
			const dialogue = await loggedIn(fixture());
			expect(await dialogue.command(`CWD ${path}`)).toMatch(/^250/);
			expect(await dialogue.command("PWD")).toContain(`"${path}"`);
			expect(await dialogue.command(`MKD ${path}/made`)).toMatch(/^257/);
			expect(existsSync(join(fixture().server.disk, "made"))).toBe(true);
		});

		if (traits.tls === "explicit")
			test("offers TLS", async () => {
				const dialogue = await dial(fixture());
				expect(await dialogue.command("AUTH TLS")).toMatch(/^234/);
			});

		if (traits.tls !== "implicit")
			test("serves a file's very bytes over PASV", async () => {
				const { disk, path } = fixture().server;
				const bytes = randomBytes(100_000);
				await writeFile(join(disk, "bytes.bin"), bytes);
				const dialogue = await loggedIn(fixture());
				await dialogue.command("TYPE I");
				expect((await dialogue.retrieve(`${path}/bytes.bin`, "127.0.0.1")).equals(bytes)).toBe(true);
			});

		test("logs what happens", async () => {
			const { server } = fixture();
			const dialogue = await loggedIn(fixture());
			// Pure-FTPd logs transfers, the others every command.
			const isLogged = traits.daemon === "pureftpd" ? "logged.txt" : server.user;
			await writeFile(join(server.disk, "logged.txt"), "logged");
			if (server.tls !== "implicit") await dialogue.retrieve(`${server.path}/logged.txt`, "127.0.0.1");
			await expect.poll(() => server.log(), { timeout: 5_000 }).toContain(isLogged);
		});

		if (traits.advertises !== undefined)
			test("names a private address, and is reached by a proxy", async () => {
				const { server } = fixture();
				const proxy = await startProxy({ host: "127.0.0.2", ports: portsOf(server), target: "127.0.0.1" });
				onTestFinished(() => proxy.stop());
				await writeFile(join(server.disk, "proxied.txt"), "through the proxy");
				const dialogue = await loggedIn(fixture(), proxy.host);
				expect(await dialogue.command("PASV")).toContain(traits.advertises?.replaceAll(".", ","));
				expect((await dialogue.retrieve(`${server.path}/proxied.txt`, proxy.host)).toString()).toBe("through the proxy");
				const [control, data, ...others] = proxy.connections.map(({ port }) => port);
				expect(control).toBe(server.port);
				expect(data).toBeGreaterThanOrEqual(server.passive.first);
				expect(data).toBeLessThanOrEqual(server.passive.last);
				expect(others).toEqual([]);
			});
	});
}

/** The processes of these groups that still run. What is dead but not yet collected by its parent is none. */
async function alive(groups: readonly number[]): Promise<number[]> {
	const found: number[] = [];
	for (const name of await readdir("/proc")) {
		const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
		const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (groups.includes(Number(group)) && state !== "Z") found.push(Number(name));
	}
	return found;
}

async function groupsOf(folder: string): Promise<number[]> {
	const files = await readdir(join(folder, "run"));
	return Promise.all(files.map(async (file) => Number(await readFile(join(folder, "run", file), "utf8"))));
}

async function expectNothingLeft(folder: string, user: string, groups: readonly number[]): Promise<void> {
	await expect.poll(() => alive(groups), { timeout: 10_000 }).toEqual([]);
	await expect.poll(() => marked(folder), { timeout: 10_000 }).toEqual([]);
	await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
	expect(await readFile("/etc/passwd", "utf8")).not.toContain(user);
}

describe.runIf(runnable.length > 1)("a lab", () => {
	test("gives every server ports of its own", async () => {
		const lab = await shared.get();
		const servers = await Promise.all(runnable.map((name) => lab.server(name)));
		const ports = servers.flatMap((server) => portsOf(server));
		expect(new Set(ports).size).toBe(ports.length);
		expect(ports.length).toBeGreaterThanOrEqual(servers.length * 60);
	});

	test("leaves no process, no user and no folder behind, even with sessions open", async () => {
		const lab = await startLab();
		onTestFinished(() => lab.stop());
		const servers = await Promise.all(runnable.map((name) => lab.server(name)));
		for (const server of servers) await loggedIn({ lab, server });
		const folder = dirname(dirname(lab.caFile));
		const groups = await groupsOf(folder);
		expect(groups.length).toBe(runnable.length);
		expect((await alive(groups)).length).toBeGreaterThanOrEqual(runnable.length);
		await lab.stop();
		await expectNothingLeft(folder, servers[0]?.user ?? "", groups);
	});

	test("ends one server without touching the others", async () => {
		const lab = await startLab();
		onTestFinished(() => lab.stop());
		const [name = "pyftpdlib", other = "pyftpdlib"] = [runnable.at(0), runnable.at(-1)];
		const [first, second] = await Promise.all([lab.server(name), lab.server(other)]);
		await first.stop();
		await first.stop();
		const dialogue = Dialogue.to("127.0.0.1", first.port);
		onTestFinished(() => dialogue.close());
		await expect(dialogue.reply()).rejects.toThrow("No reply");
		await loggedIn({ lab, server: second });
	});

	test("is cleaned up when the process that holds it is killed", async () => {
		const program = `
			import { startLab } from ${JSON.stringify(new URL("./lab.ts", import.meta.url).href)};
			const lab = await startLab();
			const server = await lab.server(${JSON.stringify(runnable[0])});
			console.log(JSON.stringify({ caFile: lab.caFile, user: server.user }));
			setInterval(() => undefined, 1000);
		`;
		const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
		onTestFinished(() => void child.kill("SIGKILL"));
		let output = "";
		for await (const chunk of child.stdout) {
			output += chunk;
			if (output.includes("\n")) break;
		}
		const { caFile, user } = JSON.parse(output) as { caFile: string; user: string };
		const folder = dirname(dirname(caFile));
		const groups = await groupsOf(folder);
		expect(await alive(groups)).not.toEqual([]);
		child.kill("SIGKILL");
		await expectNothingLeft(folder, user, groups);
	});
});
