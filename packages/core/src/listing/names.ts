import type { Entry } from "./entry.ts";

/** A line of NLST is a name and nothing else (RFC 959, 4.1.3): spaces around it belong to it. */
export function parseNameLine(line: string): Entry | undefined {
	return line === "" ? undefined : { name: line, type: "unknown", raw: line };
}
