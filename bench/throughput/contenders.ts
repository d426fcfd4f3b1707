import { measure, measureNode, type Usage } from "../lib/measure.ts";
import { isInstalled } from "../lib/programs.ts";
import type { Task, Way } from "./task.ts";

/** Somebody who moves a file, in a process of its own. */
export interface Contender {
	readonly name: string;
	run(task: Task): Promise<Usage>;
}

const script = (name: string): URL => new URL(name, import.meta.url);

/** The client under test, in one of its ways. */
export function isoftp(name: string, way: Way): Contender {
	return { name, run: (task) => measureNode(script("isoftp.ts"), [JSON.stringify({ ...task, way })]) };
}

export const basicFtp: Contender = {
	name: "basic-ftp",
	run: (task) => measureNode(script("basic-ftp.ts"), [JSON.stringify(task)]),
};

const curl: Contender = {
	name: "curl",
	run({ way, host, port, user, pass, caFile, localPath, path }) {
		const target = way === "upload" ? ["--upload-file", localPath] : ["--output", way === "download" ? localPath : "/dev/null"];
		const tls = caFile === "" ? [] : ["--ssl-reqd", "--cacert", caFile];
		const url = `ftp://${host}:${port}/${encodeURI(path)}`;
		return measure("curl", ["--silent", "--show-error", "--user", `${user}:${pass}`, ...tls, ...target, url]);
	},
};

const lftp: Contender = {
	name: "lftp",
	run({ way, host, port, user, pass, caFile, localPath, path }) {
		const move =
			way === "upload"
				? `put "${localPath}" -o "${path}"`
				: way === "download"
					? `get "${path}" -o "${localPath}"`
					: `cat "${path}" >/dev/null`;
		const tls = caFile === "" ? "set ftp:ssl-allow no" : `set ftp:ssl-force yes; set ssl:ca-file "${caFile}"`;
		return measure("lftp", ["-c", `set cmd:fail-exit yes; ${tls}; open -u ${user},${pass} ${host}:${port}; ${move}`]);
	},
};

/** The command-line programs that there are. */
export const programs: readonly Contender[] = [curl, lftp].filter(({ name }) => isInstalled(name));
