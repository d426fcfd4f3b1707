import type { Action, Direction, Fault, Moment } from "./fault.ts";
import type { Random } from "./random.ts";
import type { Mode, OperationName, Stage } from "./scenario.ts";

interface Subject {
	readonly operation: OperationName;
	readonly mode: Mode;
	readonly size: number;
	readonly runtime: Stage["runtime"];
	readonly isBounded: boolean;
}

/** What goes wrong in a run: little enough that attempts are left, or more than anybody stands. */
export function planOf(random: Random, subject: Subject): Fault[] {
	const most = subject.isBounded ? random.between(1, 3) : 30;
	const faults: Fault[] = [];
	for (let number = 0; number < most; number++) {
		// A first fault mostly makes the connections that a second one then meets.
		const connection = subject.isBounded ? random.between(0, number) : number >> 1;
		faults.push(random.percent(45) ? controlFault(random, subject, connection) : dataFault(random, subject, connection));
	}
	return faults;
}

const VERBS: Readonly<Record<OperationName, readonly [string, ...string[]]>> = {
	download: ["RETR", "REST", "SIZE", "MDTM"],
	downloadStream: ["RETR", "REST"],
	downloadToDisk: ["RETR", "REST"],
	upload: ["STOR", "REST", "SIZE"],
	uploadStream: ["STOR"],
	uploadAtomic: ["STOR", "RNFR", "RNTO", "SIZE", "REST"],
	append: ["APPE", "SIZE"],
	list: ["MLSD", "LIST"],
	rename: ["RNFR", "RNTO"],
	remove: ["DELE"],
	treeDown: ["MLSD", "RETR", "SIZE"],
	treeUp: ["MLSD", "STOR", "RNFR", "RNTO", "MKD", "MFMT"],
};
const LOGIN = ["USER", "PASS", "FEAT", "TYPE", "220 ", "230 ", "331 "] as const;
const DATA = ["EPSV", "229 ", "150 ", "226 "] as const;

function controlFault(random: Random, { operation, mode }: Subject, connection: number): Fault {
	const kind = "control";
	if (random.percent(12))
		return { kind, connection, moment: { type: "accept" }, action: ending(random, ["reset", "cut", "stall"]) };
	const moment = mode === "plain" ? lineOf(random, operation) : recordOf(random);
	const action = random.percent(15) ? later(random) : ending(random, ["reset", "cut", "stall", "truncate"]);
	return { kind, connection, moment, action };
}

/** At a command or a reply of the run, or of the login before it, or at its end. */
function lineOf(random: Random, operation: OperationName): Moment {
	const words = random.percent(25)
		? LOGIN
		: random.percent(40)
			? DATA
			: random.percent(10)
				? (["QUIT"] as const)
				: VERBS[operation];
	const [first, ...others] = words;
	return { type: "line", starts: random.pick([first, ...others]), side: random.percent(60) ? "after" : "before" };
}

/** With TLS there is nothing to read: in the handshake, or at one of the records behind it. */
function recordOf(random: Random): Moment {
	const direction = random.pick<Direction>(["up", "down"]);
	if (random.percent(25)) return { type: "bytes", direction, count: random.between(1, 1_200) };
	return { type: "flight", direction, count: random.between(1, 18) };
}

/**
 * Listings have no size to compare. Where the runtime cannot tell a connection that was cut from one that has ended, nobody can see that there
 * is less of them: FTP itself has no way. There it goes wrong where the server has to notice, or behind the longest listing here.
 */
const BEHIND_LISTINGS = 16_384;
const LISTS: ReadonlySet<OperationName> = /* @__PURE__ */ new Set<OperationName>(["list", "treeDown", "treeUp"]);

function dataFault(random: Random, { operation, mode, size, runtime }: Subject, connection: number): Fault {
	const kind = "data";
	const mayBeUnseen = LISTS.has(operation) && (mode === "plain" || runtime !== "Node");
	const chance = random.next();
	if (chance < 0.15) {
		return { kind, connection, moment: { type: "accept" }, action: ending(random, ["refuse", "reset", "cut", "stall"]) };
	}
	const direction: Direction = operation.startsWith("upload") || operation === "append" ? "up" : "down";
	if (chance < 0.3) {
		const action = mayBeUnseen ? later(random) : ending(random, ["reset", "cut", "stall"]);
		return { kind, connection, moment: { type: "end", direction }, action };
	}
	if (chance < 0.4)
		return { kind, connection, moment: { type: "end", direction: random.pick(["up", "down"]) }, action: later(random) };
	const least = mayBeUnseen ? BEHIND_LISTINGS : 0;
	const count = Math.max(least, chance < 0.5 ? random.between(0, 700) : chance < 0.6 ? size - 1 : random.between(0, size));
	const action = random.percent(15) ? later(random) : ending(random, ["reset", "cut", "truncate", "swallow", "stall"]);
	const way = operation === "treeUp" ? random.pick<Direction>(["up", "down"]) : direction;
	return { kind, connection, moment: { type: "bytes", direction: way, count: Math.max(0, count) }, action };
}

function later(random: Random): Action {
	return { type: "delay", milliseconds: random.between(5, 60) };
}

function ending(
	random: Random,
	types: readonly [Exclude<Action["type"], "delay">, ...Exclude<Action["type"], "delay">[]],
): Action {
	return { type: random.pick(types) };
}
