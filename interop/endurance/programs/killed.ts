import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { proxyBefore, unhurried } from "../../chaos/proxy-before.ts";
import { randomOf } from "../../chaos/random.ts";
import { equal, ok } from "../../checks/assert.ts";
import { catalog, type Mode, type ServerName } from "../../lab/catalog.ts";
import type { Report } from "../client/task.ts";
import { planted } from "../planted.ts";
import { compare, filesIn, type Shape } from "../tree.ts";
import { until } from "../until.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { mebibytes, seconds } from "../words.ts";

const TREE = { full: { small: 2_000, large: 0, largeSize: 0 }, small: { small: 100, large: 0, largeSize: 0 } } satisfies Shapes;
const FILE = {
	full: { small: 3, large: 1, largeSize: 2 ** 29 },
	small: { small: 3, large: 1, largeSize: 2 ** 24 },
} satisfies Shapes;

type Shapes = Readonly<Record<"full" | "small", Shape>>;

/** Shares of a tree, or of a file, between which the client is killed. */
const MOMENT = [20, 60] as const;

interface Case {
	readonly direction: "down" | "up";
	readonly what: "tree" | "file";
	readonly withJournal: boolean;
}

async function run({ direction, what, withJournal }: Case, stage: Stage): Promise<Figures> {
	const { server, seed, isSmall, local, remote } = stage;
	const shape = (what === "tree" ? TREE : FILE)[isSmall ? "small" : "full"];
	const { leaves, hashes, to, act: mirrored } = await planted(direction, stage, shape);
	const proxy = await proxyBefore(server, unhurried(1));
	stage.afterwards(() => proxy.stop());
	const journal = withJournal ? join(local, "journal") : undefined;
	const act = { ...mirrored, journal };
	const share = randomOf(seed).between(...MOMENT) / 100;
	const complete = async (): Promise<string[]> => (await filesIn(to)).filter((path) => hashes.has(path));

	const first = stage.start(act, { through: proxy, sessions: what === "tree" ? 3 : 1 });
	const large = leaves.reduce((most, leaf) => (leaf.size > most.size ? leaf : most));
	await until(first, "it could be killed", async () => {
		if (what === "tree") return (await complete()).length >= leaves.length * share;
		return (await partial(to, large.path)) >= large.size * share;
	});
	await first.kill();
	// What was sent before it died is with the server a moment later.
	await proxy.quiet();
	const done = await complete();
	const kept = what === "file" ? await partial(to, large.path) : 0;

	const report = await stage.start(act, { through: proxy }).report;
	await compare(to, hashes);
	ok(done.length < leaves.length, "something was left to be done");
	equal(report.result?.copied, leaves.length - done.length, "files that the second run has copied");
	const { transfers } = report;
	equal(transfers.length, leaves.length - done.length, "transfers that the second run has asked for");
	if (tells(server.name)) {
		const log = await server.log();
		const others = done.filter((path) => timesIn(log, remote, path) !== 1);
		equal(others, [], "what was there when it was killed, and was not asked for once, in both runs together");
	}
	if (what === "file") {
		const rest = transferOf(report, large.path);
		ok(rest.offset > 0, "the large file was continued");
		// Of a file that is there as a whole the last byte comes again; and a server may still have written what it had received.
		ok(rest.offset >= Math.min(kept, large.size - 1), `it was continued behind all ${kept} bytes, not ${rest.offset}`);
	}
	const bytes = leaves.reduce((sum, { path, size }) => sum + (done.includes(path) ? 0 : size), 0);
	return {
		files: `${leaves.length}`,
		wrong: "0",
		"there when killed": what === "tree" ? `${done.length} files` : mebibytes(kept),
		"transferred by the second run": `${transfers.length} files, ${mebibytes(
			bytes - transfers.reduce((sum, { offset }) => sum + offset, 0),
		)}`,
		time: seconds(report.seconds),
	};
}

/** How much there is of a file that has not got its name yet. */
async function partial(folder: string, path: string): Promise<number> {
	const name = basename(path);
	const parts = (await filesIn(folder)).filter((one) => basename(one) !== name && basename(one).includes(name));
	const sizes = await Promise.all(parts.map(async (one) => (await stat(join(folder, one)).catch(() => undefined))?.size ?? 0));
	return Math.max(0, ...sizes);
}

/** Whether the log has every command. */
function tells(server: ServerName): boolean {
	return catalog[server].daemon !== "pureftpd";
}

/** How often a server was asked for a file, or for its temporary name. */
function timesIn(log: string, remote: string, path: string): number {
	const name = basename(path);
	return log.split("\n").filter((line) => /(?:"|<- )(?:RETR|STOR) /.test(line) && line.includes(remote) && line.includes(name))
		.length;
}

function transferOf({ transfers }: Report, path: string): Report["transfers"][number] {
	const name = basename(path);
	const found = transfers.filter((transfer) => transfer.path.includes(name));
	const [transfer] = found;
	ok(transfer && found.length === 1, `${name} was transferred once`);
	return transfer;
}

function variant(server: ServerName, mode: Mode, one: Case, isQuick = false): Variant {
	const title = `${one.what}, ${one.direction}, ${one.withJournal ? "with a journal" : "without a journal"}`;
	return { title, server, mode, isQuick, run: (stage) => run(one, stage) };
}

export const killed: Program = {
	title: "`kill -9` of the client; a second run transfers only the rest",
	variants: [
		variant("proftpd-noreuse", "TLS", { direction: "down", what: "tree", withJournal: true }, true),
		variant("vsftpd-plain", "plain", { direction: "down", what: "tree", withJournal: false }),
		variant("vsftpd-reuse", "TLS", { direction: "up", what: "tree", withJournal: true }),
		variant("pyftpdlib", "plain", { direction: "up", what: "tree", withJournal: false }),
		variant("proftpd-noreuse", "plain", { direction: "down", what: "file", withJournal: false }, true),
		variant("pureftpd", "TLS", { direction: "down", what: "file", withJournal: true }),
		variant("vsftpd-plain", "plain", { direction: "up", what: "file", withJournal: false }),
		variant("proftpd-noreuse", "TLS", { direction: "up", what: "file", withJournal: true }),
	],
};
