import { FTPProtocolError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { parseTimeVal } from "../listing/time-val.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isSuccess } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { ask } from "./exchange.ts";
import { isUnknownForm } from "./unknown-command.ts";

/**
 * Sets when a file was last modified, in whole seconds of UTC; what is below a second is left out. In this order, of what the server
 * offers: MFMT (draft-somers-ftp-mfxx), MDTM with a time in front of the path, SITE UTIME in its long and its short form.
 * @throws FTPUsageError for a date that is none or whose year has not four digits; FTPReplyError where the server refuses, or knows no way
 */
export function* setModifiedAt(path: string, date: Date): Operation<void> {
	const time = timeVal(date);
	const { features } = yield* sessionFacts();
	const commands = [
		yield* encode("MFMT", time, path),
		yield* encode("MDTM", time, path),
		// Access, modification and creation: Pure-FTPd takes the first, ProFTPD the second.
		yield* encode("SITE", "UTIME", path, time, time, time, "UTC"),
		yield* encode("SITE", "UTIME", time, path),
	];
	let refusal: Error | undefined;
	for (const command of commands) {
		const isSite = command.verb === "SITE";
		// Pure-FTPd has SITE UTIME without saying so in FEAT; the other two are always told.
		if (!isSite && features.size > 0 && !features.has(command.verb)) continue;
		const reply = yield* ask(command);
		const error = new FTPReplyError(command.shown, reply);
		// 202: it is superfluous there (RFC 959, 4.2.1), so nothing was done.
		if (reply.code === 202 || isUnknownForm(reply)) refusal ??= error;
		else if (isSuccess(reply)) {
			// Another time was not set, but read, of a file that is called like the time and the path.
			const told = command.verb === "MDTM" ? parseTimeVal(reply.text.trim()) : undefined;
			if (!told || timeVal(told.date) === time) return;
			refusal = new FTPProtocolError("BAD_VALUE", `the time ${time}`, shown(reply).text);
		} else if (reply.code < 400) throw unexpected(command, "a 2yz reply", reply);
		// A server that can only read takes the time for a part of the name, and finds no such file: pyftpdlib, ProFTPD, Pure-FTPd.
		else if (command.verb === "MDTM" && reply.code === 550) refusal = error;
		else throw error;
	}
	throw refusal;
}

/** YYYYMMDDHHMMSS (RFC 3659, 2.3). */
function timeVal(date: Date): string {
	const isDate = date instanceof Date && !Number.isNaN(date.getTime());
	const time = isDate ? date.toISOString() : "";
	// Other years have a sign and six digits.
	if (!/^\d{4}-/.test(time)) throw new FTPUsageError("BAD_ARGUMENT", "The date must be a valid Date in the years 0 to 9999");
	return time.slice(0, 19).replaceAll(/\D/g, "");
}
