import { encode, type Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { hasControl, parsePath } from "./pwd.ts";
import { type Transfer, type TransferSummary, transfer } from "./transfer.ts";

export interface UniqueUpload extends TransferSummary {
	/** The name that the server has chosen, where it tells. */
	readonly name: string | undefined;
}

/**
 * STOU (RFC 959, 4.1.3): the server stores the bytes in the current directory, under a name that nothing else there has. RFC 1123,
 * 4.1.2.9, wants it told in the 1yz reply, RFC 959 in the final one. It is never sent twice: each time might leave a file.
 */
export function* uploadUnique(options: Pick<Transfer, "type"> = {}): Operation<UniqueUpload> {
	const command = yield* encode("STOU");
	const summary = yield* transfer({ direction: "upload", command, ...options, isRepeatable: () => false });
	return { ...summary, name: nameIn(summary.begun) ?? nameIn(summary.reply) };
}

/** By marks that leave no doubt first. Everything else that a reply may hold is text for people. */
function nameIn(reply: Reply | undefined): string | undefined {
	if (!reply) return undefined;
	const { code, text } = reply;
	const [, rest = ""] =
		// RFC 1123; vsftpd, ProFTPD, Pure-FTPd (in the first of two lines) and pyftpdlib.
		/\bFILE:([^\n]*)/.exec(text) ??
		// BSD's ftpd and its children.
		/unique file ?name:([^)\n]*)/i.exec(text) ??
		// z/OS.
		/storing data set (\S+)/i.exec(text) ??
		// RFC 959: nothing but the name. A word alone is politeness; a name has something that words do not.
		(code === 250 ? /^(?=\S*[\d./_-]\S)(\S+)$/.exec(text) : null) ??
		[];
	// Here and not in the patterns, which would take quadratic time over a line of blanks.
	const name = rest.trim();
	// No name can have them: what is in front of one would be another file's.
	if (hasControl(name)) return undefined;
	if (name !== "") return name;
	try {
		return text.includes('"') ? parsePath(reply) : undefined;
	} catch {
		return undefined;
	}
}
