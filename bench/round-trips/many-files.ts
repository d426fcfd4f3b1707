import { setTimeout as sleep } from "node:timers/promises";
import type { LabServer } from "../../interop/lab/lab.ts";
import type { Bench } from "../lib/group.ts";
import { isInstalled } from "../lib/programs.ts";
import { reasonOf } from "../lib/reason.ts";
import { interleave, median } from "../lib/repeat.ts";
import { basicFtp, isoftp, isoftpPool, type Target, type Visitor } from "./contenders.ts";
import type { Network } from "./network.ts";
import { curl, lftp } from "./programs.ts";
import { NAP } from "./session.ts";
import { FILE_SIZE, makeSite, type Site } from "./site.ts";

/** At each round-trip time, in milliseconds, how often at most: the slow ones take minutes, and vary least. */
const ROUND_TRIPS: readonly { readonly milliseconds: number; readonly rounds: number }[] = [
	{ milliseconds: 50, rounds: 3 },
	{ milliseconds: 25, rounds: 1 },
	{ milliseconds: 100, rounds: 1 },
];

const FILES = 100;

const HOW =
	"Seconds from the start to the last of 100 files of 4 KiB, login included; basic-ftp and isoftp into memory, curl and lftp " +
	'(as whole processes) to files. isoftp is told all names at once, and "awaited each" as basic-ftp is, one after the other.';

/** Fetches all files and resolves with the seconds that it took, the goodbye not included. */
async function timed(site: Site, visitor: Visitor, isQueued: boolean): Promise<number> {
	const begun = performance.now();
	try {
		const files = site.names.map((name) => `${site.path}/${name}`);
		let count = 0;
		const fetch = async (file: string): Promise<void> => {
			const bytes = await visitor.download(file);
			count += bytes;
		};
		const connected = visitor.connect();
		if (isQueued) await Promise.all([connected, ...files.map(fetch)]);
		else {
			await connected;
			for (const file of files) await fetch(file);
		}
		if (count !== files.length * FILE_SIZE) throw new Error(`${count} bytes have come`);
		return (performance.now() - begun) / 1000;
	} finally {
		await visitor.close();
	}
}

/** A hundred small files, by everybody. */
export async function measureManyFiles(
	bench: Bench,
	label: string,
	server: LabServer,
	target: Target,
	network: Network,
): Promise<void> {
	const site = await makeSite(server, "many", bench.isQuick ? 10 : FILES);
	const contenders: Record<string, () => Promise<number>> = {
		"basic-ftp": () => timed(site, basicFtp(target), false),
		"isoftp, awaited each": () => timed(site, isoftp(target), false),
		isoftp: () => timed(site, isoftp(target), true),
		"isoftp, pool of 4": () => timed(site, isoftpPool(target, 4), true),
		"isoftp, pool of 8": () => timed(site, isoftpPool(target, 8), true),
	};
	if (isInstalled("curl")) contenders.curl = () => curl(site, target);
	else bench.note("curl is not installed.");
	if (isInstalled("lftp")) {
		contenders["lftp -P4"] = () => lftp(site, target, false);
		contenders["lftp -P4, sync-mode off"] = () => lftp(site, target, true);
	} else bench.note("lftp is not installed.");
	for (const { milliseconds, rounds } of ROUND_TRIPS) {
		await network.setRoundTrip(milliseconds);
		const spaced = Object.entries(contenders).map(([name, run]) => {
			const attempt = async (): Promise<number> => {
				await sleep(NAP);
				return await run().catch((error: unknown) => {
					bench.note(`${name} on ${label}: ${reasonOf(error)}`);
					return Number.NaN;
				});
			};
			return [name, attempt] as const;
		});
		const outcomes = await interleave(Object.fromEntries(spaced), Math.min(rounds, bench.repeats));
		for (const [contender, all] of outcomes) {
			const seconds = all.filter((value) => !Number.isNaN(value));
			if (seconds.length === 0) continue;
			bench.report({
				what: `100 files, round trip ${milliseconds} ms`,
				server: label,
				contender,
				value: median(seconds),
				unit: "s",
				how: HOW,
				details: { all: seconds },
			});
		}
	}
}
