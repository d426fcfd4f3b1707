import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPAbortError, FTPNetworkError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { openAhead } from "../operations/open-data.ts";
import { rename } from "../operations/rename.ts";
import { size } from "../operations/size.ts";
import { upload } from "../operations/upload.ts";
import { runs } from "../property-runs.ts";
import { play } from "../testing/transcript.ts";
import type { Channel } from "./channel.ts";
import type { Effect } from "./effect.ts";
import { newProfile, type SessionOptions } from "./facts.ts";
import type { Input } from "./input.ts";
import { keepAlive } from "./keep-alive.ts";
import type { Operation } from "./operation.ts";
import type { Session } from "./session.ts";
import type { Task } from "./task.ts";

/** A data connection as both ends see it. */
interface Data {
	state: "dialled" | "open" | "closed";
	/** The server has accepted it for a transfer, or has closed it unused. */
	isUsed: boolean;
	isGone: boolean;
	/** What the client has ordered. */
	handshake: boolean;
	moving: "download" | "upload" | undefined;
	/** The server has sent, or got, everything. */
	isDone: boolean;
}

interface Habits {
	/** PROT P. */
	readonly isPrivate: boolean;
	/** Tells of a data connection that was closed unused, like pyftpdlib. */
	readonly tellsUnused: boolean;
	/** Says 226 twice. */
	readonly echoes: boolean;
	/** Knows no EPSV. */
	readonly isOld: boolean;
	/** What it says to NOOP while it serves a transfer; `undefined`: it does not read before the end of that. */
	readonly aside: "200 zzz" | "500 busy" | undefined;
}

type Action = () => void;

const isTransfer = (line: string): boolean => /^(?:RETR|STOR) /.test(line);

const text = (line: string): Input => ({ type: "received", bytes: new TextEncoder().encode(`${line}\r\n`) });

/**
 * A session with a server that keeps to the rules, in whatever order things happen: replies in the order of the commands, transfers by
 * the data connection that was asked for last. Callers stop, connections fail to be made, idle ones die.
 */
class World {
	readonly session: Session;
	readonly #habits: Habits;
	#now = 0;
	/** Commands on their way to the server, and replies on their way back. */
	readonly #commands: string[] = [];
	readonly #replies: string[] = [];
	readonly #data = new Map<Channel, Data>();
	/** The data connection that belongs to the port the server has named last. */
	#latest: Data | undefined;
	#serving: { readonly data: Data; readonly isUpload: boolean } | undefined;
	/** Ports that were asked for and not named yet. */
	#asked = 0;
	/** A transfer command is out, and its data has not ended. */
	#flow: Data | undefined;
	#task: Task<unknown> | undefined;
	#isTransfer = false;
	/** NOOPs that the session has said beside a transfer, and with nothing to do. */
	readonly noops: { beside: number; idle: number } = { beside: 0, idle: 0 };
	#check: Action = () => undefined;

	constructor(habits: Habits) {
		this.#habits = habits;
		const options: Partial<SessionOptions> = {
			profile: newProfile(),
			keepAlive: (facts) => keepAlive(facts, { idle: 10_000, transfers: 100 }),
		};
		this.session = play(simple("NOOP"), ["< 200 ok"], { options, facts: { privateData: habits.isPrivate } }).session;
	}

	/** Runs an operation; `check` looks at what has come of it. */
	start(operation: Operation<unknown>, isTransfer: boolean, check: (task: Task<unknown>) => void): void {
		// What bad luck has been blamed on it is forgiven, so that there is more to see.
		this.session.facts.options.profile.refusesNOOPBeside = false;
		const task = this.session.start(operation, this.#now);
		this.#task = task;
		this.#isTransfer = isTransfer;
		this.#check = () => check(task);
		this.#carryOut();
	}

	/** What the network and the server can do next. */
	lawful(): Action[] {
		const actions: Action[] = [];
		const [reply] = this.#replies;
		if (reply !== undefined) actions.push(() => this.#reply());
		if (this.#canServe()) actions.push(() => this.#serve());
		for (const [channel, data] of this.#data) {
			if (data.state === "dialled") actions.push(() => this.#connect(channel, data));
			if (data.state !== "open") continue;
			if (data.handshake && data.isGone) actions.push(() => this.#lose(channel, data));
			else if (data.handshake && data.isUsed) actions.push(() => this.#secure(channel, data));
			if (data.moving === "download" && data.isDone) actions.push(() => this.#end(channel, data));
			if (data.moving === "upload") actions.push(() => this.#end(channel, data));
		}
		if (this.#serving && !this.#serving.isUpload && !this.#serving.data.isDone)
			actions.push(() => this.#finishServing("226 done"));
		return actions;
	}

	/** What the caller, time and bad luck can do besides. */
	unlucky(): Action[] {
		const { phase } = this.session;
		const actions: Action[] = ["transfer", "something", "nothing"].map((outlook) => () => {
			this.#tell({ type: "queued", outlook: outlook as "transfer" });
		});
		if (phase === "running") actions.push(() => this.#tell({ type: "aborted", error: new FTPAbortError("stopped") }));
		if (phase === "running" && !this.#isTransfer) {
			actions.push(() => {
				this.session.prepare(openAhead(), this.#now);
				this.#carryOut();
			});
		}
		const isQuiet = this.lawful().length === 0 && phase === "idle";
		if (isQuiet) actions.push(() => this.#wait(15_000));
		if (phase === "running") actions.push(() => this.#wait(100));
		// More often than what ends it.
		if (this.#flow?.moving) for (let count = 0; count < 20; count += 1) actions.push(() => this.#wait(100));
		for (const [channel, data] of this.#data) {
			if (data.state === "dialled") actions.push(() => this.#lose(channel, data));
			if (data.state === "open" && phase === "idle") {
				actions.push(() => {
					data.isGone = true;
				});
			}
			if (data.state === "open" && data.moving === "download" && data.isUsed && data === this.#flow) {
				actions.push(() => this.#tell({ type: "progressed", channel, waitingOn: "network" }));
				actions.push(() => this.#tell({ type: "ended", channel, byteCount: 1, early: true }));
			}
		}
		return actions;
	}

	#wait(milliseconds: number): void {
		this.#now += milliseconds;
		this.#tell({ type: "tick" });
	}

	#reply(): void {
		const reply = this.#replies.shift() ?? "";
		if (reply.startsWith("425")) this.#flow = undefined;
		this.#tell(text(reply));
	}

	#tell(input: Input): void {
		this.session.handle(input, this.#now);
		this.#carryOut();
	}

	#carryOut(): void {
		expect(this.session.phase, String(this.session.closedBy)).not.toBe("closed");
		for (let effect = this.session.poll(); effect; effect = this.session.poll()) this.#obey(effect);
		if (this.session.phase !== "running") this.#flow = undefined;
		if (this.#task?.outcome) {
			this.#task = undefined;
			this.#check();
		}
	}

	#obey(effect: Effect): void {
		switch (effect.type) {
			case "send":
				for (const line of new TextDecoder().decode(effect.bytes).split("\r\n").slice(0, -1)) this.#send(line);
				break;
			case "connect": {
				const data: Data = { state: "dialled", isUsed: false, isGone: false, handshake: false, moving: undefined, isDone: false };
				this.#data.set(effect.channel, data);
				this.#latest = data;
				break;
			}
			case "secure":
				this.#of(effect.channel).handshake = true;
				break;
			case "transfer":
				this.#of(effect.channel).moving = effect.direction === "upload" ? "upload" : "download";
				break;
			case "close":
				this.#close(this.#of(effect.channel));
		}
	}

	#of(channel: Channel): Data {
		const data = this.#data.get(channel);
		if (!data) throw new Error(`There is no ${channel}`);
		return data;
	}

	#send(line: string): void {
		const [verb = ""] = line.split(" ");
		if (verb === "EPSV" || verb === "PASV") {
			expect(this.#flow, `${verb} while data flows`).toBeUndefined();
			if (this.session.phase !== "recovering") expect(this.#asked, `two ${verb} at once`).toBe(0);
			this.#asked += 1;
		}
		if (verb === "NOOP" && this.session.phase === "running") {
			expect(this.#flow?.moving, "NOOP beside what does not move").toBeDefined();
			expect(this.#commands, "two NOOPs at once").not.toContain("NOOP");
			this.noops.beside += 1;
		} else if (verb === "NOOP") this.noops.idle += 1;
		if (isTransfer(line)) this.#flow = this.#latest;
		this.#commands.push(line);
	}

	#close(data: Data): void {
		const wasOpen = data.state === "open";
		data.state = "closed";
		if (data === this.#flow) this.#flow = undefined;
		if (this.#serving?.data === data) this.#finishServing("426 closed");
		else if (wasOpen && !data.isUsed && !data.isGone && this.#habits.tellsUnused && !this.#commands.some(isTransfer))
			this.#replies.push("426 closed unused");
	}

	#connect(channel: Channel, data: Data): void {
		data.state = "open";
		this.#tell({ type: "connected", channel, peer: "192.0.2.1" });
	}

	#lose(channel: Channel, data: Data): void {
		data.isGone = true;
		data.handshake = false;
		this.#tell({ type: "failed", channel, cause: new FTPNetworkError("CONNECTION_LOST", "nobody there") });
	}

	#secure(channel: Channel, data: Data): void {
		data.handshake = false;
		this.#tell({ type: "secured", channel });
	}

	#end(channel: Channel, data: Data): void {
		const isUpload = data.moving === "upload";
		data.moving = undefined;
		if (data === this.#flow && !isUpload) this.#flow = undefined;
		if (isUpload && this.#serving?.data === data) this.#finishServing("226 stored");
		this.#tell({ type: "ended", channel, byteCount: 1 });
	}

	#finishServing(reply: string): void {
		if (this.#serving) this.#serving.data.isDone = true;
		this.#serving = undefined;
		this.#replies.push(reply);
		if (this.#habits.echoes && reply.startsWith("226")) this.#replies[this.#replies.length - 1] += `\r\n${reply}`;
	}

	#canServe(): boolean {
		const [command] = this.#commands;
		return (
			command !== undefined && (!this.#serving || command === "ABOR" || (command === "NOOP" && this.#habits.aside !== undefined))
		);
	}

	#serve(): void {
		const [verb = "", argument = ""] = (this.#commands.shift() ?? "").split(" ");
		const data = this.#latest;
		switch (verb) {
			case "EPSV":
			case "PASV":
				this.#asked -= 1;
				this.#latest = undefined;
				if (verb === "EPSV" && this.#habits.isOld) this.#replies.push("500 what?");
				else this.#replies.push(verb === "EPSV" ? "229 (|||5|)" : "227 (1,2,3,4,0,5)");
				break;
			case "RETR":
			case "STOR":
				if (!data || data.isGone || data.state !== "open") {
					this.#replies.push("425 no data connection");
					break;
				}
				data.isUsed = true;
				this.#serving = { data, isUpload: verb === "STOR" };
				this.#replies.push("150 here");
				break;
			case "ABOR":
				if (this.#serving) this.#finishServing("426 aborted");
				this.#replies.push("226 ABOR");
				break;
			case "SIZE":
				this.#replies.push(`213 ${argument}`);
				break;
			case "NOOP":
				this.#replies.push((this.#serving && this.#habits.aside) ?? "200 done nothing");
				break;
			case "RNFR":
				this.#replies.push("350 go on");
				break;
			case "PWD":
				this.#replies.push('257 "/"');
				break;
			default:
				this.#replies.push(`250 ${verb} ${argument}`);
		}
	}
}

/** What the caller or the network has done, and not the server. */
const isMisfortune = (error: unknown): boolean => error instanceof FTPAbortError || error instanceof FTPNetworkError;

/** Operations, all but one of a kind that shows whose reply they have got. */
function begin(world: World, number: number, kind: number): void {
	const name = String(number);
	const gets = (wanted: unknown) => {
		return ({ outcome }: Task<unknown>): void => {
			if (outcome?.ok) expect(outcome.value).toEqual(wanted);
			else expect(outcome?.error).toSatisfy(isMisfortune, String(outcome?.error));
		};
	};
	const reply = (code: number): unknown => expect.objectContaining({ code });
	if (kind === 0) world.start(size(name), false, gets(number));
	else if (kind === 1) world.start(simple("DELE", name), false, gets(expect.objectContaining({ text: `DELE ${name}` })));
	else if (kind === 2) world.start(rename("a", name), false, gets(expect.objectContaining({ text: `RNTO ${name}` })));
	else if (kind === 3) world.start(upload(name), true, gets(expect.objectContaining({ byteCount: 1, reply: reply(226) })));
	else world.start(download(name), true, gets(expect.objectContaining({ byteCount: 1 })));
}

const habits: fc.Arbitrary<Habits> = fc.record({
	isPrivate: fc.boolean(),
	tellsUnused: fc.boolean(),
	echoes: fc.boolean(),
	isOld: fc.boolean(),
	aside: fc.constantFrom("200 zzz", "500 busy", undefined),
});

test("with a server that keeps to the rules no session is lost, and everybody gets his own reply", () => {
	const choice = fc.record({
		isUnlucky: fc.integer({ min: 0, max: 9 }),
		which: fc.nat(100),
		kind: fc.integer({ min: 0, max: 6 }),
	});
	const noops = { beside: 0, idle: 0 };
	fc.assert(
		fc.property(habits, fc.array(choice, { minLength: 20, maxLength: 150, size: "max" }), (habits, choices) => {
			const world = new World(habits);
			let number = 0;
			for (const { isUnlucky, which, kind } of choices) {
				const actions = isUnlucky === 0 ? world.unlucky() : world.lawful();
				if (world.session.phase === "idle" && (isUnlucky === 9 || actions.length === 0)) begin(world, ++number, kind);
				else actions[which % actions.length]?.();
			}
			for (let actions = world.lawful(); actions.length > 0; actions = world.lawful()) actions[0]?.();
			expect(world.session.phase).toBe("idle");
			let reply: unknown;
			world.start(simple("DELE", "last"), false, ({ outcome }) => {
				reply = outcome;
			});
			for (let actions = world.lawful(); actions.length > 0; actions = world.lawful()) actions[0]?.();
			expect(reply).toMatchObject({ value: { text: "DELE last" } });
			noops.beside += world.noops.beside;
			noops.idle += world.noops.idle;
		}),
		{ numRuns: runs(500) },
	);
	if (runs(500) >= 500) expect([noops.beside > 0, noops.idle > 0]).toEqual([true, true]);
});
