import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { equal, ok } from "../../checks/assert.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import { type Stack, stacks } from "../../workerd/stack.ts";
import { type RunningWorker, startWorker } from "../../workerd/worker.ts";
import { giveLike, hashOf, hashOfContent, makeFile } from "../files.ts";
import { childNamed, factsOf } from "../process-facts.ts";
import { makeFolder } from "../tree.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { mebibytes, megabytes, seconds } from "../words.ts";

const SIZE = { full: 2 ** 31, small: 2 ** 24 };
const WARM_UP = 2 ** 24;
/** What Cloudflare gives a Worker. */
const LIMIT = 128e6;
const CALL_MILLISECONDS = { full: 900_000, small: 30_000 };

/** What a Worker does, as `inside/endurance.ts` has it. */
type Way = "download" | "upload" | "inParts" | "throughR2";

async function run(way: Way, stack: Stack, stage: Stage): Promise<Figures> {
	const { server, mode, ca, seed, isSmall, disk, remote } = stage;
	const size = isSmall ? "small" : "full";
	await makeFolder(disk, server.disk);
	const worker = await startWorker({ stack, ca, script, buckets: ["BUCKET"] });
	stage.afterwards(() => worker.stop());
	const pid = await childNamed("workerd");
	const transfer = async (byteCount: number): Promise<number> => {
		const content = { seed, size: byteCount };
		const name = `${byteCount}.bin`;
		const place = join(disk, name);
		if (way === "upload") return await timed(worker, way, [where(), `${remote}/${name}`, content], hashOfContent(content), place);
		const expected = await makeFile(place, content);
		await giveLike(disk, place);
		if (way !== "throughR2") return await timed(worker, way, [where(), `${remote}/${name}`], expected);
		return await timed(
			worker,
			way,
			[where(), `${remote}/${name}`, `${remote}/back ${name}`],
			expected,
			join(disk, `back ${name}`),
		);
	};
	const where = () => ({ port: server.port, user: server.user, pass: server.pass, secure: mode === "TLS" });
	const timed = async (worker: RunningWorker, name: Way, args: readonly unknown[], expected: string, place?: string) => {
		const began = performance.now();
		const told = await worker.call(name, args, CALL_MILLISECONDS[size]);
		const took = (performance.now() - began) / 1_000;
		equal(place === undefined ? told : await hashOf(place), expected, "the SHA-256 of what has arrived");
		return took;
	};
	await transfer(WARM_UP + 4);
	const before = await factsOf(pid);
	const byteCount = SIZE[size];
	const took = await transfer(byteCount);
	const after = await factsOf(pid);
	const grown = after.peak - before.peak;
	// Miniflare's R2 runs in the same process, and takes what it takes.
	if (way !== "throughR2") ok(grown < LIMIT, `the process has grown by ${megabytes(grown)}, less than ${megabytes(LIMIT)}`);
	return {
		bytes: mebibytes(byteCount),
		"peak memory after 16 MiB": megabytes(before.peak),
		"and after all": megabytes(after.peak),
		time: seconds(took),
	};
}

const script = fileURLToPath(new URL("../../workerd/inside/endurance.ts", import.meta.url));

const titles: Readonly<Record<Way, string>> = {
	download: "download to nowhere",
	upload: "upload from a generator",
	inParts: "download in parts, into a bucket that keeps nothing",
	throughR2: "into miniflare's R2 and back",
};

function variant(way: Way, server: ServerName, mode: Mode, stack: Stack, isQuick = false): Variant {
	const title = `${titles[way]}, ${stack} TLS stack`;
	return { title, server, mode, isQuick, run: (stage) => run(way, stack, stage) };
}

export const worker: Program = {
	title: "2 GiB in flat memory in workerd: its process grows by less than the 128 MB of a Worker",
	variants: stacks.flatMap((stack) => [
		variant("download", "vsftpd-noreuse", "plain", stack),
		variant("download", "vsftpd-noreuse", "TLS", stack, stack === "new"),
		variant("upload", "vsftpd-noreuse", "plain", stack),
		variant("upload", "vsftpd-noreuse", "TLS", stack),
		variant("inParts", "vsftpd-noreuse", "TLS", stack),
		variant("throughR2", "vsftpd-noreuse", "TLS", stack),
	]),
};
