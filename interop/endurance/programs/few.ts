import { equal, ok } from "../../checks/assert.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import { planted } from "../planted.ts";
import { compare, type Shape } from "../tree.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { retriesOf, seconds } from "../words.ts";

const FULL: Shape = { small: 2_000, large: 2, largeSize: 2 ** 26 };
const SMALL: Shape = { small: 60, large: 1, largeSize: 2 ** 20 };
/** What the pool would like to have, and what it gets. */
const WANTED = 8;
const GRANTED = 2;

async function run(direction: "down" | "up", stage: Stage): Promise<Figures> {
	const { isSmall } = stage;
	const { leaves, hashes, to, act } = await planted(direction, stage, isSmall ? SMALL : FULL);
	const report = await stage.start(act, { sessions: WANTED }).report;
	await compare(to, hashes);
	// A small tree may be done before all of the eight have had their answer.
	const fewest = Math.min(...report.granted);
	ok(isSmall ? fewest >= GRANTED : fewest === GRANTED, `the pool goes on with ${GRANTED} sessions, and not ${report.granted}`);
	equal(report.transfers.length, leaves.length, "transfers: none was made twice");
	ok(report.result?.copied === leaves.length, "all files were copied");
	return {
		files: `${leaves.length}`,
		wrong: "0",
		"sessions wanted": `${WANTED}`,
		"sessions granted": report.granted.join(", then "),
		"tried again": `${retriesOf(report)}`,
		time: seconds(report.seconds),
	};
}

function variant(server: ServerName, mode: Mode, direction: "down" | "up", isQuick = false): Variant {
	return { title: direction, server, mode, isQuick, run: (stage) => run(direction, stage) };
}

export const few: Program = {
	title: "A pool of eight, and a server that grants two sessions",
	variants: [
		variant("vsftpd-few", "TLS", "down"),
		variant("vsftpd-few", "plain", "up"),
		variant("proftpd-few", "plain", "down", true),
		variant("proftpd-few", "TLS", "up"),
	],
};
