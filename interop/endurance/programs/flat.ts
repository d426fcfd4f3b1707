import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { equal, ok } from "../../checks/assert.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import type { Content } from "../content.ts";
import { giveLike, hashOf, hashOfContent, makeFile } from "../files.ts";
import { makeFolder } from "../tree.ts";
import type { Act, Figures, Program, Stage, Variant } from "../variant.ts";
import { mebibytes, megabytes, seconds } from "../words.ts";

const SIZE = { full: 2 ** 31, small: 2 ** 25 };
/** The most that a client's process may ever have in memory, Node itself included. */
const LIMIT = 120e6;
/**
 * Where chunks are given away for good, as those of a stream are, only V8 can free them, and it lets 64 MB of them come together before it begins
 * to look; and more while it does.
 */
const STREAM_LIMIT = 200e6;

/** What is transferred: at the server or on this machine, where it comes from, and where it is to be. */
interface Transfer {
	readonly title: string;
	act(names: { readonly remote: string; readonly local: string; readonly content: Content }): Act;
	readonly from: "server" | "disk" | "nowhere";
	readonly to: "server" | "disk" | "nowhere";
	readonly limit?: number;
}

const transfers = {
	toDisk: {
		title: "download to disk",
		act: ({ remote, local }) => ({ act: "downloadToFile", remote, local }),
		...{ from: "server", to: "disk" },
	},
	toSink: {
		title: "download to a sink",
		act: ({ remote }) => ({ act: "downloadToSink", remote }),
		...{ from: "server", to: "nowhere" },
	},
	toStream: {
		title: "download as a stream",
		act: ({ remote }) => ({ act: "downloadStream", remote }),
		...{ from: "server", to: "nowhere", limit: STREAM_LIMIT },
	},
	fromDisk: {
		title: "upload from disk",
		act: ({ remote, local }) => ({ act: "uploadFromFile", remote, local }),
		...{ from: "disk", to: "server" },
	},
	fromStream: {
		title: "upload of a stream",
		act: ({ remote, content }) => ({ act: "uploadStream", remote, content }),
		...{ from: "nowhere", to: "server", limit: STREAM_LIMIT },
	},
} satisfies Readonly<Record<string, Transfer>>;

async function run({ act, from, to, limit = LIMIT }: Transfer, stage: Stage): Promise<Figures> {
	const { server, seed, isSmall, local, disk, remote } = stage;
	const content = { seed, size: SIZE[isSmall ? "small" : "full"] };
	await makeFolder(disk, server.disk);
	const here = join(local, "here");
	await mkdir(here);
	const places = { server: join(disk, "large.bin"), disk: join(here, "large.bin"), nowhere: undefined };
	const source = places[from];
	const expected = source === undefined ? hashOfContent(content) : await makeFile(source, content);
	if (from === "server") await giveLike(disk, places.server);
	const report = await stage.start(act({ remote: `${remote}/large.bin`, local: places.disk, content })).report;
	const target = places[to];
	equal(target === undefined ? report.hash : await hashOf(target), expected, "the SHA-256 of what has arrived");
	ok(report.peak < limit, `the peak of memory, ${megabytes(report.peak)}, is below ${megabytes(limit)}`);
	return {
		bytes: mebibytes(content.size),
		"peak memory of the process": megabytes(report.peak),
		time: seconds(report.seconds),
		rate: `${megabytes(content.size / report.seconds)}/s`,
	};
}

function variant(server: ServerName, mode: Mode, transfer: Transfer, isQuick = false): Variant {
	return { title: transfer.title, server, mode, isQuick, run: (stage) => run(transfer, stage) };
}

export const flat: Program = {
	title: "2 GiB in flat memory on Node: below 120 MB, Node itself included, where chunks are not given away",
	variants: Object.values(transfers).flatMap((transfer) => [
		variant("vsftpd-reuse", "plain", transfer),
		variant("vsftpd-reuse", "TLS", transfer, transfer === transfers.toDisk),
	]),
};
