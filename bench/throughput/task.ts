import type { LabServer } from "../../interop/lab/lab.ts";

/** Ways to move a file. The last word tells from or to where: nowhere, a file on disk. */
export type Way = "stream" | "slow stream" | "sink" | "download" | "upload";

/** What one process is measured at: one session with one transfer. */
export interface Task {
	readonly way: Way;
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	/** The file of the certificate authority; empty for plain FTP. */
	readonly caFile: string;
	readonly localPath: string;
	readonly path: string;
	readonly byteCount: number;
}

export function taskFor(server: LabServer, caFile: string, rest: Pick<Task, "way" | "localPath" | "path" | "byteCount">): Task {
	const { host, port, user, pass } = server;
	return { host, port, user, pass, caFile, ...rest };
}

/** For a script of this folder. */
export function readTask(): Task {
	return JSON.parse(process.argv[2] ?? "{}");
}

export function mustBe(count: number, { byteCount, way }: Task): void {
	if (count !== byteCount) throw new Error(`${way}: ${count} bytes were moved, and not ${byteCount}`);
}
