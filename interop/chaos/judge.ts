import type { Failure, Outcome } from "./actor.ts";
import { contentOf, LISTED } from "./acts.ts";
import { inWords } from "./fault.ts";
import { bytesOf, difference } from "./random.ts";
import { mustSucceed, type Scenario, SOURCE, TARGET, TREE } from "./scenario.ts";
import type { Shelf, Target } from "./target.ts";

/** Puts in place what a run begins with. */
export async function prepare(scenario: Scenario, { shelf }: Target): Promise<void> {
	const { operation, existing, tree } = scenario;
	if (operation === "list") for (const name of LISTED) await shelf.write(name, new Uint8Array(1));
	else if (operation === "treeDown") {
		for (const { path, seed, size } of tree) await shelf.write(`${TREE}/${path}`, bytesOf(seed, size));
	} else if (operation === "treeUp") {
		// Everything is made.
	} else if (isUpload(operation)) {
		if (existing !== undefined) await shelf.write(TARGET, previousOf(scenario));
	} else await shelf.write(SOURCE, contentOf(scenario));
}

/** All that is wrong with a run that is over. */
export async function judge(scenario: Scenario, { failure, complaints }: Outcome, target: Target): Promise<string[]> {
	const all = [...complaints];
	const { fired } = target.proxy;
	if (failure) {
		const { name, code, message, isTyped, stack } = failure;
		const said = `${name} ${code}: ${message}`;
		if (!isTyped) all.push(`An error of no class of ours: ${said}\n${stack}`);
		// Nobody has given up, and nobody has called anything in a wrong way.
		else if (name === "FTPUsageError" || name === "FTPAbortError") all.push(`An error that blames the caller: ${said}\n${stack}`);
		else if (mustSucceed(scenario, fired) && !isUnexplained(scenario, failure))
			all.push(`It failed, although it can be tried again: ${said}`);
	}
	all.push(...(await atServer(scenario, failure === undefined, target)));
	return all;
}

/** rustls in workerd says the same of a first handshake that was cut and of a bad certificate, which nobody should be shown twice. */
function isUnexplained({ runtime }: Scenario, { code }: Failure): boolean {
	return runtime === "workerd new" && code === "HANDSHAKE_FAILED";
}

function isUpload(operation: Scenario["operation"]): boolean {
	return operation.startsWith("upload") || operation === "append";
}

/** What was there under the name before. */
function previousOf({ seed, existing = 0 }: Scenario): Uint8Array {
	return bytesOf(seed + 1, existing);
}

async function atServer(scenario: Scenario, isDone: boolean, { shelf, commands }: Target): Promise<string[]> {
	const [source, target, names] = [await shelf.read(SOURCE), await shelf.read(TARGET), await shelf.names()];
	const content = contentOf(scenario);
	const old = scenario.existing === undefined ? undefined : previousOf(scenario);
	switch (scenario.operation) {
		case "upload":
		case "uploadStream":
			return isDone ? wrong("What was uploaded", target, content) : mixed(target, content, old);
		case "uploadAtomic": {
			const isUntouched = old ? !difference(target, old) : target === undefined;
			if (!isDone && isUntouched) return [];
			const left = isDone ? names.filter((name) => name !== TARGET) : [];
			return [...wrong("What was uploaded in one go", target, content), ...left.map((name) => `${name} was left behind`)];
		}
		case "append":
			return appended(target, content, old ?? new Uint8Array(0), isDone);
		case "rename": {
			const moved = commands?.filter((line) => line.startsWith("RNTO ")).length ?? 0;
			if (moved > 1) return [`RNTO was sent ${moved} times`];
			if (source && target) return ["There are two files after a rename"];
			if (isDone) return wrong("What was renamed", target, content);
			return wrong("What may have been renamed", source ?? target, content);
		}
		case "remove": {
			const removed = commands?.filter((line) => line.startsWith("DELE ")).length ?? 0;
			if (removed > 1) return [`DELE was sent ${removed} times`];
			return isDone && source ? ["It is still there"] : [];
		}
		case "treeDown":
		case "treeUp":
			return await treeAtServer(scenario, isDone, shelf, names);
		default:
			return wrong("What is at the server", scenario.operation === "list" ? content : source, content);
	}
}

/** Files of a tree are whole or not there: all of them when it is done, and then nothing else either. */
async function treeAtServer({ tree }: Scenario, isDone: boolean, shelf: Shelf, names: readonly string[]): Promise<string[]> {
	const all: string[] = [];
	for (const { path, seed, size } of tree) {
		const found = await shelf.read(`${TREE}/${path}`);
		if (found || isDone) all.push(...wrong(`${path} at the server`, found, bytesOf(seed, size)));
	}
	const others = names.filter((name) => !tree.some(({ path }) => name === `${TREE}/${path}`));
	return isDone ? [...all, ...others.map((name) => `${name} was left behind`)] : all;
}

function wrong(what: string, actual: Uint8Array | undefined, expected: Uint8Array): string[] {
	const found = difference(actual, expected);
	return found === undefined ? [] : [`${what} is wrong: ${found}`];
}

/** An upload that has failed leaves what was there, and the new bytes as far as they came: nothing else, and nothing twice. */
function mixed(actual: Uint8Array | undefined, content: Uint8Array, old: Uint8Array = new Uint8Array(0)): string[] {
	if (!actual) return [];
	if (actual.length > Math.max(content.length, old.length)) return [`A failed upload has left ${actual.length} bytes`];
	const at = actual.findIndex((byte, index) => byte !== content[index] && byte !== old[index]);
	return at < 0 ? [] : [`A failed upload has left a wrong byte at ${at}`];
}

/** What was there stays, and is followed by the new bytes as far as they came, once. */
function appended(actual: Uint8Array | undefined, content: Uint8Array, old: Uint8Array, isDone: boolean): string[] {
	const expected = new Uint8Array(old.length + content.length);
	expected.set(old);
	expected.set(content, old.length);
	if (isDone) return wrong("What was appended to", actual, expected);
	const found = actual ?? new Uint8Array(0);
	if (found.length < old.length) return [`A failed append has taken away what was there`];
	return wrong("What a failed append has left", found, expected.subarray(0, found.length));
}

/** A run in words, for whoever has to repeat it. */
export function described(
	{ tree, faults, ...scenario }: Scenario,
	{ trace, failure }: Outcome,
	target: Target,
	log: string,
): string {
	const fired = new Set(target.proxy.fired);
	return [
		`${JSON.stringify(scenario)}, ${tree.length} files below ${TREE}`,
		"Planned (* it happened):",
		...faults.map((fault) => `${fired.has(fault) ? " *" : "  "} ${inWords(fault)}`),
		`Connections: ${JSON.stringify(target.proxy.counts)}`,
		`Failure: ${failure ? `${failure.name} ${failure.code}: ${failure.message}` : "none"}`,
		`What the client did:\n${trace.join("\n")}`,
		`What the server says:\n${log.split("\n").slice(-60).join("\n")}`,
	].join("\n");
}
