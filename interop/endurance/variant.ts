import type { ChaosProxy } from "../chaos/proxy.ts";
import type { Mode, ServerName } from "../lab/catalog.ts";
import type { LabServer } from "../lab/lab.ts";
import type { Task } from "./client/task.ts";
import type { ClientProcess } from "./client-process.ts";

/** What came of a run, for a table: a figure by its name. */
export type Figures = Readonly<Record<string, string>>;

/** What a run works with. */
export interface Stage {
	readonly server: LabServer;
	readonly mode: Mode;
	/** The certificate authority of the servers, PEM. */
	readonly ca: string;
	/** A folder of this machine that is gone afterwards. */
	readonly local: string;
	/** The run's folder at the server: on this machine's disk, and as FTP has it. It is not there yet. */
	readonly disk: string;
	readonly remote: string;
	readonly seed: number;
	/** Whether it is a run of a few seconds, which shows that all works, and not how much of it. */
	readonly isSmall: boolean;
	/** Starts a client in a process of its own. */
	start(act: Act, how?: Connection, seconds?: number): ClientProcess;
	/** To be called when the run is over, whatever came of it; the last one first. */
	afterwards(clean: () => Promise<unknown>): void;
}

type WithoutWhere<T> = T extends unknown ? Omit<T, "where"> : never;

/** A task but for the server. */
export type Act = WithoutWhere<Task>;

/** How a client gets to the server; straight, by one session, and with the timeouts that everybody has, unless told. */
export interface Connection {
	readonly through?: ChaosProxy | undefined;
	readonly sessions?: number | undefined;
	readonly patience?: number | undefined;
}

/** One run. */
export interface Variant {
	/** What is different about it: the server, the direction. */
	readonly title: string;
	readonly server: ServerName;
	readonly mode: Mode;
	/** Whether the small form of it is made, too. */
	readonly isQuick: boolean;
	/** @throws Error where something is not as it must be */
	run(stage: Stage): Promise<Figures>;
}

/** Runs that are about the same. */
export interface Program {
	/** What is shown, in one line. */
	readonly title: string;
	readonly variants: readonly Variant[];
}
