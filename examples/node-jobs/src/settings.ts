import { env } from "node:process";

/** What the planning process and the workers are told, by their environment. */
export interface Settings {
	/** The server with user and password, and without a path: `ftpes://user:pass@ftp.example.com`. */
	readonly server: string;
	/** The directory at the server; "" is the one that the login leads to. */
	readonly remote: string;
	/** The directory of this machine, which all workers must see. */
	readonly folder: string;
	/** `redis://127.0.0.1:6379`, or the path of a socket. */
	readonly redis: string;
	/** Each mirror has a queue of its own. */
	readonly queue: string;
	/** FTP sessions of one worker, and so files at the same time. */
	readonly sessions: number;
	/** How often a job is tried before it has failed. */
	readonly attempts: number;
	/** Milliseconds before the second attempt; twice as many before each further one. */
	readonly firstDelay: number;
	/** Milliseconds between two looks for jobs whose worker has died. */
	readonly lookForDead: number;
}

/** @throws Error for what is missing, or is no number */
export function settingsFrom(variables: Readonly<Record<string, string | undefined>> = env): Settings {
	const { SERVER, REMOTE = "", FOLDER, REDIS = "redis://127.0.0.1:6379", QUEUE = "mirror" } = variables;
	if (!SERVER || !FOLDER) throw new Error("SERVER and FOLDER must be set: ftpes://user:pass@ftp.example.com, and a directory");
	const whole = (name: string, otherwise: number): number => {
		const value = variables[name] ?? `${otherwise}`;
		if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`${name} must be a whole number from 1`);
		return Number(value);
	};
	return {
		server: SERVER,
		remote: REMOTE,
		folder: FOLDER,
		redis: REDIS,
		queue: QUEUE,
		sessions: whole("SESSIONS", 4),
		attempts: whole("ATTEMPTS", 8),
		firstDelay: whole("FIRST_DELAY", 1_000),
		lookForDead: whole("LOOK_FOR_DEAD", 30_000),
	};
}
