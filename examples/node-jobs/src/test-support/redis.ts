import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { redisServer } from "../../../../interop/lab/programs.ts";

/** Why there can be no Redis here. With ISOFTP_REQUIRE_DAEMONS it is an error for a test not to be run. */
export const whyNoRedis: string | undefined = redisServer() === undefined ? "Redis is not installed" : undefined;

/** A Redis of one test, behind a socket in its folder: no port can be taken by somebody else. @returns the socket */
export async function startRedis(folder: string): Promise<string> {
	const program = redisServer();
	if (program === undefined) throw new Error(`${whyNoRedis}: run interop/install.sh as root`);
	const socket = join(folder, "redis.sock");
	const args = ["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", ""];
	const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
	const ended = once(child, "exit");
	onTestFinished(async () => {
		child.kill("SIGKILL");
		await ended;
	});
	await expect.poll(() => existsSync(socket), { timeout: 20_000 }).toBe(true);
	return socket;
}
