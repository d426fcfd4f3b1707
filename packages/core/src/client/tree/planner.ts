import { FTPReplyError } from "../../errors/index.ts";
import { messageOf } from "../../errors/message-of.ts";
import type { CallOptions } from "../calls.ts";
import type { FTPMethods } from "../methods.ts";
import type { TreeAction } from "./action.ts";
import { type Comparison, comparison } from "./compare.ts";
import type { TreeEntry } from "./file-tree.ts";
import { type Frame, isOnTheWay, join, type Listed } from "./frame.ts";
import { linkFault, resolveLink } from "./links.ts";
import { CaseOfServer, Names, refusalOf } from "./names.ts";
import type { PlanOptions } from "./plan.ts";
import { type Problem, type Removals, removalsOf } from "./removals.ts";
import type { Found, Side } from "./side.ts";
import { remotePath, type TreeSides } from "./sides.ts";
import type { Survey } from "./survey.ts";
import { takesPart } from "./takes-part.ts";

type Actions = AsyncGenerator<TreeAction, void, void>;

/** Symlinks followed on one way: where one of them leads back and nobody can tell, it ends here. */
const MOST_LINKS = 5;

export interface PlannerParts {
	readonly client: FTPMethods;
	readonly sides: TreeSides;
	readonly source: Side;
	readonly target: Side;
	readonly survey: Survey;
	readonly options: PlanOptions;
	readonly call: CallOptions;
	readonly treeDepth: number;
}

/** Something of another type stands where something is to be. */
interface Clash {
	readonly frame: Frame;
	readonly path: string;
	/** What is to be there; a directory as what is to be looked into. */
	readonly entry: TreeEntry;
	readonly directory: Frame | undefined;
	readonly target: TreeEntry;
}

/** Looks through two trees, and says what is to be done. */
export class Planner {
	readonly #parts: PlannerParts;
	readonly #compare: Comparison;
	readonly #case: CaseOfServer | undefined;
	readonly #clashes: Clash[] = [];
	readonly #extraneous: TreeEntry[] = [];
	/** Whether something at the source is not known: then nobody can say what is extraneous. */
	#isBlind = false;
	/** Whether there is nothing at all at the source. */
	#isEmpty = false;

	constructor(parts: PlannerParts) {
		const { client, sides, options, call } = parts;
		this.#parts = parts;
		this.#compare = comparison(client, sides, options, call);
		if (sides.direction === "up") this.#case = new CaseOfServer((path) => client.exists(remotePath(sides.remote, path), call));
	}

	async *actions(): Actions {
		const root = await this.#root();
		this.#parts.survey.add([root]);
		yield* this.#work();
		yield* this.#replaceAndRemove();
	}

	async #root(): Promise<Frame> {
		const { client, sides, options, source, target, call } = this.#parts;
		const isDown = sides.direction === "down";
		const needsPlace = isDown && options.symlinks === "follow";
		const place = needsPlace && !sides.remote.startsWith("/") ? await client.pwd(call) : "";
		const frame = { path: "", from: "", real: needsPlace ? resolveLink(place, sides.remote) : isDown ? undefined : "" };
		const root: Frame = { ...frame, parent: undefined, depth: 1, links: 0, exists: true };
		// Without these there is nothing to be done at all: their own errors tell why.
		const [from, to] = await Promise.all([source.list(""), this.#listRoot(target)]);
		root.exists = to !== undefined;
		this.#isEmpty = !from || from.length === 0;
		root.contents = Promise.resolve({ source: { found: from }, target: { found: to } });
		return root;
	}

	async #listRoot(target: Side): Promise<readonly Found[] | undefined> {
		const { client, sides, call } = this.#parts;
		try {
			return await target.list("");
		} catch (error) {
			const mayBeMissing = error instanceof FTPReplyError && sides.direction === "up" && sides.remote !== "";
			if (mayBeMissing && !(await client.exists(sides.remote, call))) return undefined;
			throw error;
		}
	}

	async *#work(): Actions {
		const { survey } = this.#parts;
		for (let frame = survey.next(); frame; frame = survey.next()) {
			const { source, target } = await survey.contents(frame);
			if ("error" in source) this.#isBlind = true;
			const failed = [source, target].find((listed): listed is Extract<Listed, { error: unknown }> => "error" in listed);
			if (failed) {
				const where = failed === source ? this.#parts.source : this.#parts.target;
				yield problem(frame.path, `The directory cannot be listed by ${where.what}: ${messageOf(failed.error)}`, failed.error);
			} else if (!("error" in source) && !("error" in target))
				yield* this.#directory(frame, source.found ?? [], target.found ?? []);
		}
	}

	async *#directory(frame: Frame, source: readonly Found[], target: readonly Found[]): Actions {
		const { options, survey } = this.#parts;
		const ignoresCase = await this.#ignoresCase(frame, source, target);
		const [names, others] = [new Names(source, ignoresCase), new Names(target, ignoresCase)];
		// With a filter, one that has nothing in it that takes part is not made for that.
		if (!options.filter || source.length === 0) yield* make(frame);
		const below: Frame[] = [];
		for (const found of source) {
			const same = names.like(found.name);
			const there = others.like(found.name);
			const target = there.find(({ name }) => name === found.name) ?? there[0];
			const fault = same.length > 1 ? `it and ${otherName(same, found)} would be one` : undefined;
			yield* this.#one(frame, found, target?.entry, fault, below);
		}
		if (options.delete)
			for (const { name, entry } of target) if (names.like(name).length === 0) yield* this.#surplus(name, entry);
		survey.add(below);
	}

	async #ignoresCase(frame: Frame, source: readonly Found[], target: readonly Found[]): Promise<boolean> {
		return (await this.#case?.isIgnored(frame.path, source, target)) ?? this.#parts.sides.tree.ignoresCase ?? false;
	}

	async *#one(
		frame: Frame,
		{ name, entry: found }: Found,
		target: TreeEntry | undefined,
		clash: string | undefined,
		below: Frame[],
	): Actions {
		const { options, sides, source, target: side } = this.#parts;
		const path = join(frame.path, name);
		const unreadable = sides.direction === "down" ? source.refusal(found.path, name) : undefined;
		const fault = refusalOf(side, path, name) ?? unreadable ?? clash;
		const isFollowed = found.type === "symlink" && options.symlinks === "follow" && fault === undefined;
		const entry = isFollowed ? await this.#follow(path, found) : found;
		if (entry.type === "problem") yield entry;
		else if (!this.#takesPart({ ...entry, path })) yield { type: "skip", path, reason: "excluded" };
		else if (fault !== undefined) yield problem(path, `Not done: ${fault}`);
		else if (entry.type === "directory") yield* this.#subdirectory(frame, path, found, entry, target, below);
		else if (entry.type === "file") yield* this.#file(frame, path, entry, target);
		else if (entry.type === "unknown") yield { type: "skip", path, reason: "unknown type" };
		else if (options.symlinks === "copy") yield* this.#link(frame, path, entry, target);
		else yield { type: "skip", path, reason: "symlink" };
	}

	async #follow(path: string, link: TreeEntry): Promise<TreeEntry | Problem> {
		const { source } = this.#parts;
		try {
			const entry = await source.follow(link);
			return entry && entry.type !== "symlink" ? entry : problem(path, "The symlink leads to nothing, or out of the tree");
		} catch (error) {
			if (source.isFatal(error)) throw error;
			return problem(path, `The symlink cannot be followed: ${messageOf(error)}`, error);
		}
	}

	async *#subdirectory(
		frame: Frame,
		path: string,
		found: TreeEntry,
		entry: TreeEntry,
		target: TreeEntry | undefined,
		below: Frame[],
	): Actions {
		const isLink = found.type === "symlink";
		const real = this.#real(frame, found, entry);
		const links = frame.links + (isLink ? 1 : 0);
		if (isLink && ((real !== undefined && isOnTheWay(frame, real)) || links > MOST_LINKS)) {
			yield problem(path, "The symlink leads back to a directory that it is in");
			return;
		}
		const directory: Frame = {
			path,
			from: entry.path,
			real,
			parent: frame,
			depth: frame.depth + 1,
			links,
			exists: target?.type === "directory",
		};
		if (target && target.type !== "directory") yield* this.#clash({ frame, path, entry, directory, target });
		else below.push(directory);
	}

	/** Where a directory really is, as far as that is known. */
	#real(frame: Frame, found: TreeEntry, entry: TreeEntry): string | undefined {
		if (this.#parts.sides.direction === "up") return entry.path;
		if (found.type === "directory")
			return frame.real === undefined ? undefined : `${frame.real}${frame.real === "/" ? "" : "/"}${nameOf(found.path)}`;
		const { linkTarget } = found;
		if (linkTarget === undefined || (frame.real === undefined && !linkTarget.startsWith("/"))) return undefined;
		return resolveLink(frame.real ?? "/", linkTarget);
	}

	async *#file(frame: Frame, path: string, entry: TreeEntry, target: TreeEntry | undefined): Actions {
		const { existing = "compare", isDone, jobs } = this.#parts.options;
		if (target && target.type !== "file") {
			yield* this.#clash({ frame, path, entry, directory: undefined, target });
		} else if ((target || jobs) && isDone?.({ ...entry, path })) yield { type: "skip", path, reason: "journal" };
		else if (!target) {
			yield* make(frame);
			yield { type: "copy", path, entry, reason: "missing" };
		} else if (existing === "skip") yield { type: "skip", path, reason: "exists" };
		else if (existing === "overwrite") yield { type: "copy", path, entry, reason: "always" };
		else yield await this.#compared(path, entry, target);
	}

	async #compared(path: string, entry: TreeEntry, there: TreeEntry): Promise<TreeAction> {
		try {
			const reason = await this.#compare(entry, there);
			return reason ? { type: "copy", path, entry, reason } : { type: "skip", path, reason: "same" };
		} catch (error) {
			const { sides, source, target } = this.#parts;
			if ((sides.direction === "down" ? source : target).isFatal(error)) throw error;
			return problem(path, `It cannot be compared: ${messageOf(error)}`, error);
		}
	}

	async *#link(frame: Frame, path: string, entry: TreeEntry, target: TreeEntry | undefined): Actions {
		const { sides, options, target: side } = this.#parts;
		const canMake = sides.direction === "down" && sides.tree.makeLink;
		const fault = canMake ? linkFault(path, entry.linkTarget) : `${side.what} cannot make symlinks`;
		if (fault !== undefined) yield problem(path, `Not done: ${fault}`);
		else if (target?.type === "symlink" && target.linkTarget === entry.linkTarget) yield { type: "skip", path, reason: "same" };
		else if (target?.type === "symlink" && options.existing === "skip") yield { type: "skip", path, reason: "exists" };
		else if (target) yield* this.#clash({ frame, path, entry, directory: undefined, target });
		else {
			yield* make(frame);
			yield { type: "link", path, target: entry.linkTarget ?? "" };
		}
	}

	/** What is in the way is removed only when all the rest is known, and only where that was asked for. */
	async *#clash(clash: Clash): Actions {
		const { options } = this.#parts;
		const { entry, target, path } = clash;
		const mayReplace =
			options.delete || options.existing === "overwrite" || (entry.type === "symlink" && target.type === "symlink");
		if (mayReplace && target.type !== "unknown" && this.#takesPart(target)) this.#clashes.push(clash);
		else yield problem(path, `Not done: there is a ${wordFor(target)} where a ${wordFor(entry)} is to be`);
	}

	/** What is at the target and not at the source. */
	async *#surplus(name: string, entry: TreeEntry): Actions {
		if (!this.#takesPart(entry) || entry.type === "unknown") return;
		const fault = refusalOf(this.#parts.target, entry.path, name);
		if (fault === undefined) this.#extraneous.push(entry);
		else yield problem(entry.path, `It is not removed: ${fault}`);
	}

	async *#replaceAndRemove(): Actions {
		const { options } = this.#parts;
		const replaced: [Clash, Removals][] = [];
		let count = 0;
		const removalsFor = async (entry: TreeEntry): Promise<Removals> => {
			const { survey, treeDepth } = this.#parts;
			const found = await removalsOf(entry, survey, { takesPart: (one) => this.#takesPart(one), treeDepth });
			count += found.removals.length;
			return found;
		};
		for (const clash of this.#clashes) {
			const removals = await removalsFor(clash.target);
			if (removals.isWhole) replaced.push([clash, removals]);
			else {
				yield* removals.problems;
				yield problem(clash.path, `Not done: the ${wordFor(clash.target)} in the way has something in it that is not removed`);
			}
		}
		const removed: Removals[] = [];
		if (this.#isEmpty && this.#extraneous.length > 0 && options.mostDeleted === undefined) {
			// A directory that is not mounted, or spelt wrongly, looks like this.
			yield problem("", "Nothing was removed: there is nothing at the source; if that is right, say so by mostDeleted");
		} else if (!this.#isBlind) for (const entry of this.#extraneous) removed.push(await removalsFor(entry));
		for (const { problems } of removed) yield* problems;
		if (count > (options.mostDeleted ?? Number.POSITIVE_INFINITY)) {
			yield problem("", `Nothing was removed: it would be ${count} files and directories, more than mostDeleted`);
			return;
		}
		for (const [clash, { removals }] of replaced) yield* this.#replace(clash, removals);
		// Meanwhile something at the source may have turned out not to be known.
		if (!this.#isBlind) for (const { removals } of removed) yield* removals;
	}

	async *#replace({ frame, path, entry, directory }: Clash, removals: Removals["removals"]): Actions {
		const { survey } = this.#parts;
		if (!directory || (await survey.canList(directory))) yield* removals;
		if (directory) {
			survey.add([directory]);
			yield* this.#work();
		} else {
			yield* make(frame);
			yield entry.type === "file"
				? { type: "copy", path, entry, reason: "type" }
				: { type: "link", path, target: entry.linkTarget ?? "" };
		}
	}

	#takesPart(entry: TreeEntry): boolean {
		return takesPart(this.#parts.options.filter, entry);
	}
}

/** Makes a directory, and those above it, unless they are there. */
function* make(frame: Frame): Generator<TreeAction, void, void> {
	if (frame.exists) return;
	if (frame.parent) yield* make(frame.parent);
	frame.exists = true;
	yield { type: "makeDirectory", path: frame.path };
}

function problem(path: string, text: string, cause?: unknown): Problem {
	return { type: "problem", path, problem: text, ...(cause !== undefined && { cause }) };
}

function wordFor({ type }: TreeEntry): string {
	return type === "unknown" ? "thing of no known type" : type;
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

function otherName(same: readonly Found[], found: Found): string {
	const other = same.find((one) => one !== found && one.name !== found.name);
	return other ? `"${other.name}"` : "another of the same name";
}
