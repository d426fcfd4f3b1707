import type { FileInfo } from "../memory-files.ts";

/** The MLSx facts this server has (RFC 3659, 7.5), as FEAT names them. */
export const FACTS: readonly string[] = ["type", "size", "modify", "perm", "unique", "UNIX.mode", "UNIX.owner", "UNIX.group"];

const MONTHS: readonly string[] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const HALF_A_YEAR = 182 * 24 * 60 * 60 * 1000;

/**
 * A line as `ls -l` writes it: with the time when it is younger than half a year, else with the year. By a clock that is `offset` minutes
 * ahead of UTC.
 */
export function listLine(info: FileInfo, now: number, offset = 0): string {
	const local = new Date(info.modifiedAt.getTime() + offset * 60_000);
	const [month, day] = [MONTHS[local.getUTCMonth()], pad(local.getUTCDate(), 2, " ")];
	const age = now - info.modifiedAt.getTime();
	const time = `${pad(local.getUTCHours(), 2)}:${pad(local.getUTCMinutes(), 2)}`;
	const year = pad(local.getUTCFullYear(), 5, " ");
	const when = `${month} ${day} ${age >= 0 && age < HALF_A_YEAR ? time : year}`;
	const letters = `${info.type === "directory" ? "d" : "-"}${permissions(info.mode)}`;
	const owner = `${info.owner.padEnd(8)} ${info.group.padEnd(8)}`;
	return `${letters} ${info.type === "directory" ? 2 : 1} ${owner} ${pad(info.size, 8, " ")} ${when} ${info.name}`;
}

/** A line of MLSD or MLST without the space before it: the facts chosen, a space, the name. */
export function factsLine(info: FileInfo, name: string, chosen: readonly string[], kind: string = info.type): string {
	const type = kind === "directory" ? "dir" : kind;
	const size = info.type === "file" ? String(info.size) : undefined;
	const values: Readonly<Record<string, string | undefined>> = {
		type,
		size,
		modify: timestamp(info.modifiedAt),
		perm: perm(info),
		unique: info.id.toString(16),
		"UNIX.mode": `0${info.mode.toString(8)}`,
		"UNIX.owner": info.owner,
		"UNIX.group": info.group,
	};
	const facts = FACTS.filter((fact) => chosen.includes(fact) && values[fact] !== undefined);
	return `${facts.map((fact) => `${fact}=${values[fact]};`).join("")} ${name}`;
}

/** RFC 3659, 2.3: YYYYMMDDHHMMSS, with milliseconds where there are any; UTC. */
export function timestamp(date: Date): string {
	const digits = date.toISOString().replaceAll(/[-:TZ]/g, "");
	return digits.endsWith(".000") ? digits.slice(0, -4) : digits;
}

/** The moment a timestamp means, or `undefined` if it means none. */
export function parseTimestamp(text: string): Date | undefined {
	const [, year, month, day, hour, minute, second, fraction = ""] =
		/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
	const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}Z`);
	const isReal = !Number.isNaN(date.getTime()) && timestamp(date).startsWith(text.slice(0, 14));
	return isReal ? date : undefined;
}

function permissions(mode: number): string {
	return [..."rwxrwxrwx"].map((letter, index) => (mode & (0o400 >> index) ? letter : "-")).join("");
}

/** RFC 3659, 7.5.5. */
function perm(info: FileInfo): string {
	const [readable, writable] = [info.mode & 0o400, info.mode & 0o200];
	return info.type === "directory"
		? `${readable ? "el" : ""}${writable ? "cdfmp" : ""}`
		: `${readable ? "r" : ""}${writable ? "adfw" : ""}`;
}

function pad(value: number, width: number, filler = "0"): string {
	return String(value).padStart(width, filler);
}
