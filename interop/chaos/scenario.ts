import type { Daemon } from "../lab/catalog.ts";
import type { Fault } from "./fault.ts";
import { planOf } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";

/** What a run does with the server. */
export type OperationName =
	| "download"
	| "downloadStream"
	| "downloadToDisk"
	| "upload"
	| "uploadStream"
	| "uploadAtomic"
	| "append"
	| "list"
	| "rename"
	| "remove"
	| "treeDown"
	| "treeUp";

export type Mode = "plain" | "TLS";

/** What there is to run on, and against. */
export interface Stage {
	readonly runtime: "Node" | "workerd old" | "workerd new";
	readonly server: Daemon | "memory";
	/** What the server can do, and this runtime with it. */
	readonly modes: readonly [Mode, ...Mode[]];
}

/** A file of a tree, and the seed of its content. */
export interface Leaf {
	readonly path: string;
	readonly seed: number;
	readonly size: number;
}

/** One run: what is done, and what goes wrong. Plain JSON, and the same for the same seed and stage. */
export interface Scenario {
	readonly seed: number;
	readonly runtime: Stage["runtime"];
	readonly server: Stage["server"];
	readonly mode: Mode;
	readonly operation: OperationName;
	/** Bytes of the file that is moved. */
	readonly size: number;
	/** Bytes of what has its name where it goes; undefined where nothing has. */
	readonly existing: number | undefined;
	readonly tree: readonly Leaf[];
	/** How many sessions a tree may take. */
	readonly sessions: number;
	readonly retry: boolean;
	readonly pipelining: "auto" | "off";
	readonly faults: readonly Fault[];
	/** Whether there are so few faults that attempts enough are left. */
	readonly isBounded: boolean;
}

export const SOURCE = "source.bin";
export const TARGET = "target.bin";
/** The folder of the tree, at whichever side it is. */
export const TREE = "tree";

/** Attempts in a row that may fail, where the faults are bounded: more than there are faults, for a machine that is busy besides. */
export const ATTEMPTS = { bounded: 8, unbounded: 3 } as const;

const MEBIBYTE = 2 ** 20;

const EVERYWHERE = [
	"download",
	"downloadStream",
	"upload",
	"uploadStream",
	"uploadAtomic",
	"append",
	"list",
	"rename",
	"remove",
	"treeDown",
	"treeUp",
] as const satisfies readonly OperationName[];

/** Mostly what attempts are for: moving bytes. */
function operationOf(random: Random, { runtime }: Stage): OperationName {
	if (runtime === "Node" && random.percent(12)) return "downloadToDisk";
	if (random.percent(40)) return random.pick(["download", "upload", "uploadAtomic", "treeDown", "treeUp"]);
	return random.pick(EVERYWHERE);
}

function sizeOf(random: Random): number {
	if (random.percent(15)) return random.pick([0, 1, 65_535, 65_536, 65_537, MEBIBYTE]);
	return random.percent(50) ? random.between(1, 65_536) : random.between(65_537, 2 * MEBIBYTE);
}

const LARGEST_LEAF = 200_000;

function treeOf(random: Random): Leaf[] {
	const folders = ["", "a/", "a/b c/", "d/"];
	return Array.from({ length: random.between(4, 10) }, (_, number) => ({
		path: `${folders[number % folders.length]}file ${number}.bin`,
		seed: random.between(1, 2 ** 31),
		size: random.percent(30) ? random.between(30_000, LARGEST_LEAF) : random.between(0, 4_000),
	}));
}

export function scenarioOf(seed: number, stage: Stage): Scenario {
	const random = randomOf(seed);
	const operation = operationOf(random, stage);
	const isTree = operation === "treeDown" || operation === "treeUp";
	const mode = random.pick(stage.modes);
	const size = sizeOf(random);
	const existing = random.percent(35) ? random.between(0, 100_000) : undefined;
	const tree = isTree ? treeOf(random) : [];
	const isBounded = random.percent(85);
	return {
		seed,
		runtime: stage.runtime,
		server: stage.server,
		mode,
		operation,
		size,
		existing,
		tree,
		sessions: isTree ? random.between(1, 3) : 1,
		retry: random.percent(70),
		pipelining: random.percent(80) ? "auto" : "off",
		isBounded,
		faults: planOf(random, { operation, mode, size: isTree ? LARGEST_LEAF : size, runtime: stage.runtime, isBounded }),
	};
}

/** Repeated until it has been done: these succeed where attempts are left. A rename that may have happened, for one, does not. */
const REPEATED: ReadonlySet<OperationName> = /* @__PURE__ */ new Set<OperationName>([
	"download",
	"downloadStream",
	"downloadToDisk",
	"upload",
	"uploadAtomic",
	"list",
	"treeDown",
	"treeUp",
]);

/** Whether there is no excuse for an error, after these faults. */
export function mustSucceed(scenario: Scenario, fired: readonly Fault[]): boolean {
	if (fired.length === 0) return true;
	const { operation, retry, isBounded, server } = scenario;
	const isBeyond = goesUp(operation) && fired.some((fault) => isBeyondRepair(fault, server));
	return retry && isBounded && isRepeated(scenario) && !isBeyond;
}

export function isRepeated({ operation }: Scenario): boolean {
	return REPEATED.has(operation);
}

/** What ends an upload for good: vsftpd locks a file that is being stored, until it notices by itself that the first attempt is over, after minutes. */
function isBeyondRepair({ action }: Fault, server: Stage["server"]): boolean {
	return server === "vsftpd" && (action.type === "stall" || action.type === "cut");
}

/** Whether files are written at the server. */
function goesUp(operation: OperationName): boolean {
	return operation.startsWith("upload") || operation === "treeUp";
}

/** A run's title says what it does. */
export function titleOf({ seed, mode, operation, size, tree, retry, isBounded }: Scenario): string {
	return `${seed}: ${operation}, ${tree.length > 0 ? `${tree.length} files` : `${size} bytes`}, ${mode}${retry ? ", tried again" : ""}${isBounded ? "" : ", hopeless"}`;
}
