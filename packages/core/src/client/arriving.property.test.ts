import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPError } from "../errors/index.ts";
import { runs, timeFor } from "../property-runs.ts";
import type { DataFault } from "../testing/server/options.ts";
import type { Source } from "./data-plan.ts";
import { BytesSink } from "./sinks.ts";
import { sourceOf } from "./sources.ts";
import { closeAll, type Fixture, fixture, isSame, pattern } from "./test-fixture.ts";

/** What may happen to one transfer. A server that calls complete what is not must at least be asked for the size. */
const fault = (isAsked: boolean): fc.Arbitrary<DataFault> =>
	fc.record({
		after: fc.oneof(fc.constantFrom(0, 1, 16_384, 65_536), fc.nat({ max: 120_000 })),
		how: fc.constantFrom("reset", "cut", "end", "gone", "gone", "stall"),
		...(isAsked ? { reply: fc.constantFrom("426 broken", "226 done", "451 no") } : {}),
	});

const world = fc.record({
	size: fc.oneof(fc.constantFrom(0, 1, 65_536), fc.nat({ max: 200_000 })),
	secure: fc.boolean(),
	chunkSize: fc.constantFrom(65_536, 1_000),
	without: fc.subarray(["REST", "MDTM", "MLST"]),
	faults: fc.array(fault(true), { maxLength: 4 }),
	/** After so many commands of a transfer the session dies in place of the reply. */
	lost: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }),
	attempts: fc.constantFrom(2, 5),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function build({ secure, chunkSize, without, faults, lost, attempts }: World): Promise<Fixture> {
	const left = [...faults];
	let commands = 0;
	const losesReply = (command: string): boolean => !/^(?:AUTH|USER|PASS|PBSZ|PROT)$/.test(command) && lost.includes(commands++);
	return await fixture({
		client: { secure, retry: { attempts, backoff: 10 } },
		network: { chunkSize },
		server: { quirks: { without, losesReply, onTransfer: () => left.shift() } },
		connect: false,
	});
}

/** Connects, and does something; what comes of it must be success or one of our errors. */
async function outcome(all: Fixture, work: () => Promise<unknown>): Promise<"done" | FTPError> {
	const job = async (): Promise<void> => {
		await all.client.connect();
		await work();
	};
	try {
		await all.clock.until(job());
		return "done";
	} catch (error) {
		expect(error).toBeInstanceOf(FTPError);
		return error as FTPError;
	}
}

test("whatever is cut, a download brings the right bytes or an error, and never wrong ones", {
	timeout: timeFor(60_000),
}, async () => {
	const property = fc.asyncProperty(world, fc.boolean(), fc.boolean(), async (given, canForget, isChanged) => {
		const all = await build(given);
		const bytes = pattern(given.size);
		const other = pattern(given.size).reverse();
		all.server.files.write("/f", bytes);
		const whole = new BytesSink();
		const sink = canForget ? whole : { write: (part: Uint8Array) => whole.write(part) };
		if (isChanged) all.clock.after(5, () => all.server.files.write("/f", other));
		const result = await outcome(all, () => all.client.downloadTo(sink, "/f"));
		const got = whole.bytes();
		// A part of the file as it was, or as it is now.
		const isPart = [bytes, other].some((version) => isSame(got, version.subarray(0, got.length)));
		expect(isPart).toBe(true);
		if (result === "done") expect(got.length).toBe(given.size);
		await closeAll();
	});
	await fc.assert(property, { numRuns: runs(60) });
});

test("whatever is cut, an upload is right or an error, and an atomic one whole or not there", {
	timeout: timeFor(60_000),
}, async () => {
	const way = fc.constantFrom("bytes", "source", "stream");
	const property = fc.asyncProperty(world, fc.constantFrom("plain", "atomic", "append"), way, async (given, kind, from) => {
		const all = await build(given);
		const bytes = pattern(given.size);
		const before = pattern(1000).reverse();
		all.server.files.write("/f", before);
		// One that can only begin anew.
		const { rewindTo: _, ...plain } = sourceOf(bytes).source;
		const source: Source =
			from === "source" ? plain : from === "bytes" ? sourceOf(bytes).source : sourceOf(new Blob([bytes.slice()]).stream()).source;
		const options = { atomic: kind === "atomic", append: kind === "append", verify: "size" } as const;
		const result = await outcome(all, () => all.client.uploadFrom(source, "/f", options));
		const now = all.server.files.exists("/f") ? all.server.files.read("/f") : undefined;
		const whole = kind === "append" ? new Uint8Array([...before, ...bytes]) : bytes;
		if (result === "done") expect(isSame(now, whole)).toBe(true);
		else if (kind === "atomic") expect([before, whole].some((version) => isSame(now, version))).toBe(true);
		else expect(now).toBeDefined();
		// What is left under a temporary name is left by a session that was lost, of which the cleaning was lost, too.
		const isClean = given.lost.length === 0 && given.faults.length < given.attempts;
		if (isClean || result === "done") expect(all.server.files.list("/").map(({ name }) => name)).toEqual(["f"]);
		await closeAll();
	});
	await fc.assert(property, { numRuns: runs(60) });
});
