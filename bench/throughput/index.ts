import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab, LabServer } from "../../interop/lab/lab.ts";
import { unavailable } from "../../interop/lab/programs.ts";
import type { Bench, Group } from "../lib/group.ts";
import { type Usage, withoutStart } from "../lib/measure.ts";
import { interleave } from "../lib/repeat.ts";
import { basicFtp, type Contender, isoftp, programs } from "./contenders.ts";
import { makeFile, makeHollow } from "./files.ts";
import { DRAINED, FILE, FROM_FILE, goals, highlights, memoryOf, PLAIN, remembered, SINK, STREAM, TLS, TO_FILE } from "./goals.ts";
import { taskFor, type Way } from "./task.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** A server, and the folder for what is kept on this side. */
interface Site {
	readonly lab: Lab;
	readonly server: LabServer;
	readonly label: string;
	readonly isSecure: boolean;
	readonly folder: string;
}

/** One run of one contender: the files of the last run are gone, so that nobody pays for throwing them away. */
async function once(site: Site, contender: Contender, way: Way, source: string, byteCount: number): Promise<Usage> {
	const { lab, server, folder, isSecure } = site;
	const name = way === "upload" ? "uploaded" : source;
	const place = join(folder, "downloaded");
	await rm(place, { force: true });
	await rm(join(server.disk, "uploaded"), { force: true });
	const localPath = way === "upload" ? join(server.disk, source) : place;
	return await contender.run(
		taskFor(server, isSecure ? lab.caFile : "", { way, localPath, path: `${server.path}/${name}`, byteCount }),
	);
}

/** CPU time of the whole process, without that of a session that moves a single byte in the same way. */
async function cpu(bench: Bench, site: Site, what: string, way: Way, contenders: readonly Contender[]): Promise<void> {
	const size = (bench.isQuick ? 32 : 1024) * MIB;
	await makeFile(site.server, "large", size);
	await makeFile(site.server, "tiny", 1);
	const runs = await interleave(
		Object.fromEntries(
			contenders.map((contender) => [
				contender.name,
				async () => {
					const tiny = await once(site, contender, way, "tiny", 1);
					return withoutStart(await once(site, contender, way, "large", size), tiny);
				},
			]),
		),
		bench.repeats,
	);
	for (const { name } of contenders) {
		const perGib = (runs.get(name) ?? []).map(({ cpu }) => (cpu * GIB) / size);
		bench.report({
			...{ what, server: site.label, contender: name, value: Math.min(...perGib), unit: "CPU s per GiB" },
			how:
				"User and system time of a process that logs in and moves one file, without that of one that moves a single byte; " +
				"contenders in turn, the least of each: what else runs on the machine only adds to it.",
			details: { runs: perGib },
		});
	}
}

async function memory(bench: Bench, site: Site): Promise<void> {
	const size = bench.isQuick ? 64 * MIB : 2 * GIB;
	await makeHollow(site.server, "huge", size);
	for (const [words, way] of Object.entries(remembered)) {
		const contenders = [isoftp(FILE, way), ...(way === "slow stream" ? [] : [basicFtp])];
		for (const contender of contenders) {
			const { rss } = await once(site, contender, way, "huge", size);
			bench.report({
				...{ what: memoryOf(words), server: site.label, contender: contender.name, value: rss / 1e6, unit: "MB" },
				how: "The most memory that the whole process had resident, Node itself included.",
			});
		}
	}
}

async function measureAt(bench: Bench, site: Site): Promise<void> {
	await cpu(bench, site, DRAINED, "stream", [basicFtp, isoftp(STREAM, "stream"), isoftp(SINK, "sink"), ...programs]);
	await cpu(bench, site, TO_FILE, "download", [basicFtp, isoftp(FILE, "download"), ...programs]);
	await cpu(bench, site, FROM_FILE, "upload", [basicFtp, isoftp(FILE, "upload"), ...programs]);
	await memory(bench, site);
}

export const group: Group = {
	title: "What it takes to move a large file, on Node: CPU time and memory.",
	peer: "basic-ftp",
	goals,
	highlights,
	async run(bench) {
		const folder = await mkdtemp(join(tmpdir(), "isoftp-throughput-"));
		try {
			for (const [label, name, isSecure] of [
				[PLAIN, "vsftpd-plain", false],
				[TLS, "vsftpd-noreuse", true],
			] as const) {
				const reason = unavailable(name);
				if (reason !== undefined) bench.note(`${label} is left out: ${reason}.`);
				else if (bench.wants(label)) {
					const lab = await bench.lab();
					await measureAt(bench, { lab, server: await lab.server(name), label, isSecure, folder });
				}
			}
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	},
};
