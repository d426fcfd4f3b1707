import { FTPReplyError } from "../errors/index.ts";
import type { ListingFormat } from "../listing/dialects.ts";
import { encode, next, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { said } from "../protocol/secrets.ts";
import { insideDirectory, mustBeDirectory } from "./inside-directory.ts";
import { type TransferSummary, transfer } from "./transfer.ts";
import { isUnknownForm } from "./unknown-command.ts";

/** The commands that list, and how their lines are written. */
const formats = { MLSD: "mlsx", LIST: "list", NLST: "names" } as const;
type ListingVerb = keyof typeof formats;

/** Pure-FTPd lists 10,000 entries of a directory, unless its LimitRecursion is another number, and says so only here: "226 Output truncated to 10000 matches". */
const CUT_OFF = /\boutput truncated to \d/i;

/** vsftpd, of a directory that it may not read: "226 Transfer done (but failed to open directory)." */
const UNOPENED = /\bfailed to open directory\b/i;

/** What the caller of a listing must know before its first byte: how to read it. */
export type OnFormat = (format: ListingFormat) => void;

/**
 * Lists a directory, the current one by default: MLSD where the server has it (RFC 3659, 7), else LIST (RFC 959, 4.1.3).
 * `onFormat` is told which, before any byte of it comes.
 */
export function* list(path: string, onFormat: OnFormat): Operation<TransferSummary> {
	return (yield* machineListing(path, onFormat)) ?? (yield* plainListing("LIST", path, onFormat));
}

/**
 * The same, with the names that the server hides otherwise: `LIST -a`. MLSD leaves nothing out on the servers that are known (ProFTPD,
 * Pure-FTPd, pyftpdlib). To some servers "-a" is a name: they refuse it, or list nothing of that name, and get a plain LIST.
 */
export function* listHidden(path: string, onFormat: OnFormat): Operation<TransferSummary> {
	const listed = (yield* machineListing(path, onFormat)) ?? (yield* withHidden("LIST", path, onFormat));
	return listed ?? (yield* plainListing("LIST", path, onFormat));
}

/** `undefined` where there is no MLSD, whatever FEAT says. */
function* machineListing(path: string, onFormat: OnFormat): Operation<TransferSummary | undefined> {
	const { features, options } = yield* sessionFacts();
	if (!features.has("MLST") || options.profile.refusesMLSD) return undefined;
	try {
		return yield* listing("MLSD", path, onFormat);
	} catch (error) {
		if (!isUnknownCommand(error)) throw error;
		options.profile.refusesMLSD = true;
		return undefined;
	}
}

function* withHidden(verb: ListingVerb, path: string, onFormat: OnFormat): Operation<TransferSummary | undefined> {
	try {
		const summary = yield* plainListing(verb, path, onFormat, "-a");
		return summary.byteCount > 0 || !summary.reply ? summary : undefined;
	} catch (error) {
		if (error instanceof FTPReplyError && !CUT_OFF.test(said(error.reply).text)) return undefined;
		throw error;
	}
}

function* plainListing(verb: ListingVerb, path: string, onFormat: OnFormat, ...options: string[]): Operation<TransferSummary> {
	if (isOdd(path)) return yield* insideDirectory(path, () => listing(verb, "", onFormat, ...options));
	return yield* listing(verb, path, onFormat, ...options);
}

/**
 * LIST, NLST and STAT have no syntax for their argument: what a server's shell would take for an option, a pattern or two words is
 * listed from inside.
 */
export function isOdd(path: string): boolean {
	return /^-|[\s*?[\]{}~]/.test(path);
}

/** NLST (RFC 959, 4.1.3): names alone; `isHidden` for those, too, that the server hides otherwise. */
export function* names(path: string, isHidden = false, onFormat: OnFormat = () => undefined): Operation<TransferSummary> {
	const summary = isHidden ? yield* withHidden("NLST", path, onFormat) : undefined;
	return summary ?? (yield* plainListing("NLST", path, onFormat));
}

function* listing(verb: ListingVerb, path: string, onFormat: OnFormat, ...options: string[]): Operation<TransferSummary> {
	const command = yield* encode(verb, ...options, ...(path === "" ? [] : [path]));
	onFormat(formats[verb]);
	let summary: TransferSummary;
	try {
		summary = yield* transfer({ direction: "download", command, isListing: true });
	} catch (error) {
		if (!saysNoFiles(error)) throw error;
		summary = { byteCount: 0, reply: error.reply };
	}
	if (summary.byteCount === 0 && summary.isDoubtful) yield* mustBeInStep();
	// vsftpd and Pure-FTPd list a directory that is not there as an empty one.
	if (summary.byteCount === 0 && path !== "") yield* mustBeDirectory(path);
	// Taken for all there is, what is missing would be removed at the other side of a mirror.
	const { reply } = summary;
	if (reply && (summary.byteCount > 0 ? CUT_OFF : UNOPENED).test(said(reply).text)) throw new FTPReplyError(command.shown, reply);
	return summary;
}

/**
 * Asks what only one reply fits: the answer to a listing would come in front of it, if what was taken for that was none.
 * @throws FTPProtocolError UNEXPECTED_REPLY
 */
function* mustBeInStep(): Operation<void> {
	const question = yield* encode("PWD");
	yield* send(question);
	for (;;) {
		const wake = yield* next("the reply to PWD", "reply");
		// What was opened ahead has replies of its own.
		if (wake.type !== "reply" || wake.command !== question) continue;
		// 1yz is no answer to it either: the listing begins only now.
		if (wake.reply.code === 257 || isUnknownForm(wake.reply)) return;
		throw unexpected(question, "257", wake.reply);
	}
}

/**
 * Some servers refuse to list nothing: "450 No files found", "550 No members found." (z/OS), "550 %DIRECT-W-NOFILES, no files found"
 * (VMS). Only in English; and a path must prove to be a directory all the same.
 */
function saysNoFiles(error: unknown): error is FTPReplyError {
	const isRefusal = error instanceof FTPReplyError && (error.code === 450 || error.code === 550);
	return (
		isRefusal &&
		/^(?:%\S+ )?no (?:files|members|data ?sets|entries|matches)(?: (?:were )?found)?[.!]?$/i.test(said(error.reply).text.trim())
	);
}

/** The server does not know the command, whatever FEAT says. */
export function isUnknownCommand(error: unknown): boolean {
	return error instanceof FTPReplyError && (error.code === 500 || error.code === 502);
}
