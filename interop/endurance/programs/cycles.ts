import { equal, ok } from "../../checks/assert.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { change, megabytes, seconds } from "../words.ts";

const COUNTS = { full: { warmUp: 100, count: 1_000 }, small: { warmUp: 8, count: 16 } };
/** Bytes of the heap that a thousand clients may leave behind: a kilobyte for each would be twice as much. */
const LIMIT = 500_000;

async function run(stage: Stage): Promise<Figures> {
	const { isSmall } = stage;
	const counts = COUNTS[isSmall ? "small" : "full"];
	const report = await stage.start({ act: "cycles", ...counts }).report;
	ok(report.holdings, "it was looked at what the process holds");
	const [before, after] = report.holdings;
	equal(after.resources, before.resources, "what keeps the event loop awake");
	equal(after.descriptors, before.descriptors, "open descriptors");
	equal(after.sockets, before.sockets, "open sockets");
	equal(after.listeners, before.listeners, "listeners on the process");
	// In few cycles it is the program that grows: what it has compiled.
	if (!isSmall) ok(after.heap - before.heap < LIMIT, `the heap has grown by ${after.heap - before.heap} bytes`);
	return {
		cycles: `${counts.count}`,
		sockets: `${before.sockets}, then ${after.sockets}`,
		descriptors: `${before.descriptors}, then ${after.descriptors}`,
		listeners: `${before.listeners}, then ${after.listeners}`,
		heap: `${megabytes(before.heap)}, then ${change(after.heap - before.heap)}`,
		"peak memory": megabytes(report.peak),
		time: seconds(report.seconds),
	};
}

function variant(server: ServerName, mode: Mode, isQuick = false): Variant {
	return { title: "connect and close, four at a time", server, mode, isQuick, run };
}

export const cycles: Program = {
	title: "1,000 connect and close cycles on Node, without growth",
	variants: [variant("vsftpd-reuse", "plain"), variant("vsftpd-reuse", "TLS", true), variant("proftpd-reuse", "TLS")],
};
