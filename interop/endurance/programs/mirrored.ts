import { proxyBefore } from "../../chaos/proxy-before.ts";
import { catalog, type Mode, type ServerName } from "../../lab/catalog.ts";
import { disturbance } from "../disturbance.ts";
import { planted } from "../planted.ts";
import { compare, type Shape } from "../tree.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { faultsInWords, mebibytes, megabytes, retriesOf, seconds } from "../words.ts";

const GIBIBYTE = 2 ** 30;
const FULL: Shape = { small: 10_000, large: 3, largeSize: GIBIBYTE };
const SMALL: Shape = { small: 60, large: 1, largeSize: 2 ** 21 };
const SESSIONS = 3;
/** Milliseconds of silence that the clients take for the end. */
const PATIENCE = { full: 4_000, small: 1_500 };
/** A large file breaks a few times. */
const REACH = { full: [2 ** 26, 2 ** 29], small: [2 ** 18, 2 ** 21] } as const;
/** So do the sessions. */
const LIFE = { full: [300, 2_000], small: [40, 200] } as const;

/** Of a hundred data connections so many break at once. */
const SHARE = { full: 4, small: 15 };

async function run(direction: "down" | "up", stage: Stage): Promise<Figures> {
	const { server, mode, seed, isSmall } = stage;
	const size = isSmall ? "small" : "full";
	const { leaves, hashes, to, act } = await planted(direction, stage, isSmall ? SMALL : FULL);
	const locks = catalog[server.name].daemon === "vsftpd";
	const limits = { reach: REACH[size], life: LIFE[size], share: SHARE[size], silence: 3 * PATIENCE[size] };
	const proxy = await proxyBefore(server, disturbance({ seed, direction, mode, locks, ...limits }));
	stage.afterwards(() => proxy.stop());
	const client = stage.start(act, { through: proxy, sessions: SESSIONS, patience: PATIENCE[size] });
	const report = await client.report;
	await proxy.quiet();
	await compare(to, hashes);
	return {
		files: `${leaves.length}`,
		bytes: mebibytes(leaves.reduce((sum, leaf) => sum + leaf.size, 0)),
		wrong: "0",
		faults: faultsInWords(proxy.fired),
		"tried again": `${retriesOf(report)}`,
		"gone on in the middle": `${report.transfers.filter(({ offset }) => offset > 0).length}`,
		time: seconds(report.seconds),
		"peak memory": megabytes(report.peak),
	};
}

function variant(server: ServerName, mode: Mode, direction: "down" | "up", isQuick = false): Variant {
	return { title: direction, server, mode, isQuick, run: (stage) => run(direction, stage) };
}

export const mirrored: Program = {
	title:
		"10,000 small files and 3 of 1 GiB are mirrored through a line that breaks all the time; every file is compared by its SHA-256",
	variants: [
		variant("proftpd-noreuse", "TLS", "down", true),
		variant("proftpd-noreuse", "TLS", "up"),
		variant("vsftpd-plain", "plain", "down"),
		variant("vsftpd-plain", "plain", "up", true),
		variant("pureftpd", "TLS", "down"),
		variant("pureftpd", "plain", "up"),
	],
};
