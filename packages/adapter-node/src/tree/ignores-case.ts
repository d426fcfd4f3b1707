import { type BigIntStats, lstatSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Whether `a` and `A` are the same file in a directory. Nothing is made to find that out: it is asked whether the directory, or the nearest one above it
 * that is there and has letters in its name, is also there in the other case. So the directory's own setting, which Windows and Linux can
 * have, is not seen. Where there is no such name, it is as the system mostly is.
 */
export function ignoresCase(directory: string): boolean {
	for (let place = directory; place !== dirname(place); place = dirname(place)) {
		const name = basename(place);
		const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
		const stats = look(place);
		if (!stats || other === name) continue;
		const there = look(join(dirname(place), other));
		return there !== undefined && there.ino === stats.ino && there.dev === stats.dev;
	}
	return process.platform === "win32" || process.platform === "darwin";
}

function look(place: string): BigIntStats | undefined {
	try {
		return lstatSync(place, { bigint: true });
	} catch {
		// Not there, or not to be looked at.
		return undefined;
	}
}
