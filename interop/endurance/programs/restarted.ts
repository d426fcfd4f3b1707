import { setTimeout as delay } from "node:timers/promises";
import { proxyBefore, unhurried } from "../../chaos/proxy-before.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import { planted } from "../planted.ts";
import { compare, filesIn, type Shape } from "../tree.ts";
import { until } from "../until.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { retriesOf, seconds } from "../words.ts";

const FULL: Shape = { small: 2_000, large: 2, largeSize: 2 ** 26 };
const SMALL: Shape = { small: 40, large: 1, largeSize: 2 ** 20 };
const SESSIONS = 3;
/** Shares of the files that are there when the server dies. */
const DEATHS = { full: [0.2, 0.5, 0.8], small: [0.4] };
/** Milliseconds for which there is no server. */
const ABSENCE = { full: 500, small: 50 };
/** Milliseconds of silence that the clients take for the end. */
const PATIENCE = 4_000;

async function run(direction: "down" | "up", stage: Stage): Promise<Figures> {
	const { server, isSmall } = stage;
	const { leaves, hashes, to, act } = await planted(direction, stage, isSmall ? SMALL : FULL);
	const proxy = await proxyBefore(server, unhurried(2));
	stage.afterwards(() => proxy.stop());
	const client = stage.start(act, { through: proxy, sessions: SESSIONS, patience: PATIENCE });
	const size = isSmall ? "small" : "full";
	const deaths = DEATHS[size];
	for (const share of deaths) {
		const enough = leaves.length * share;
		await until(client, `${enough} files were there`, async () => {
			const files = await filesIn(to);
			return files.filter((path) => hashes.has(path)).length >= enough;
		});
		await server.kill();
		await delay(ABSENCE[size]);
		await server.revive();
	}
	const report = await client.report;
	await compare(to, hashes);
	return {
		files: `${leaves.length}`,
		wrong: "0",
		"server killed": `${deaths.length} times`,
		"tried again": `${retriesOf(report)}`,
		"gone on in the middle": `${report.transfers.filter(({ offset }) => offset > 0).length}`,
		time: seconds(report.seconds),
	};
}

function variant(server: ServerName, mode: Mode, direction: "down" | "up", isQuick = false): Variant {
	return { title: direction, server, mode, isQuick, run: (stage) => run(direction, stage) };
}

export const restarted: Program = {
	title: "The server is killed with all its sessions, and started again, in the middle of a tree",
	variants: (["vsftpd-reuse", "proftpd-reuse", "pureftpd", "pyftpdlib"] as const).flatMap((server) => [
		// pyftpdlib turns in circles over a TLS handshake that was broken off, and is then too busy for others.
		variant(server, server === "pyftpdlib" ? "plain" : "TLS", "down"),
		variant(server, "plain", "up", server === "vsftpd-reuse"),
	]),
};
