import { FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";

/**
 * Sets the permission bits of a file or directory (SITE CHMOD, which no RFC has and most Unix servers know).
 * @param mode a number, `0o644`, or as listings write it: `"644"`, `"0644"`, `"rw-r--r--"`
 * @throws FTPUsageError for a mode that is none; FTPReplyError, mostly 500 or 502, where the server does not know the command
 */
export function* chmod(path: string, mode: number | string): Operation<void> {
	const bits = typeof mode === "string" ? bitsOf(mode) : mode;
	if (!(Number.isInteger(bits) && bits >= 0 && bits <= 0o7777))
		throw new FTPUsageError("BAD_ARGUMENT", 'mode must be permission bits: 0o644, "644" or "rw-r--r--"');
	// Three digits unless a fourth is needed: pyftpdlib refuses five, and old servers more than three.
	const command = yield* encode("SITE", "CHMOD", bits.toString(8).padStart(3, "0"), path);
	const reply = yield* exchange(command);
	// 202: not implemented, but not refused either. Nothing was changed.
	if (reply.code === 202 || reply.code >= 300) throw new FTPReplyError(command.shown, reply);
}

function bitsOf(mode: string): number {
	// pyftpdlib tells modes as Python writes octal: 0o644.
	const [, octal] = /^(?:0o)?([0-7]{3,5})$/.exec(mode) ?? [];
	if (octal !== undefined) return Number.parseInt(octal, 8);
	if (!/^(?:[r-][w-][xsS-]){2}[r-][w-][xtT-]$/.test(mode)) return Number.NaN;
	let bits = 0;
	for (const [at, letter] of [...mode].entries()) {
		if (/[rwxst]/.test(letter)) bits |= 0o400 >> at;
		// Set-user-ID, set-group-ID and the sticky bit stand where x does.
		if (/[sStT]/.test(letter)) bits |= 0o4000 >> Math.floor(at / 3);
	}
	return bits;
}
