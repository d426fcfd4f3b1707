import { FTPUsageError } from "../errors/index.ts";
import type { RepresentationType } from "../operations/representation-type.ts";
import type { TextMode } from "./text-mode.ts";

/** How the bytes of a file travel. */
export type TransferType = "binary" | "ascii";

interface Choice {
	readonly type?: TransferType | undefined;
	readonly offset?: number | undefined;
	readonly length?: number | undefined;
}

/** What text mode needs, where it is asked for. @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
export function textModeOf({ type = "binary", offset, length }: Choice, textMode: TextMode | undefined): TextMode | undefined {
	if (type === "binary") return undefined;
	if ((type as string) === "ebcdic") {
		throw new FTPUsageError("UNSUPPORTED", 'EBCDIC (TYPE E) cannot be transferred: with type "ascii" the server translates it');
	}
	if (type !== "ascii") throw new FTPUsageError("BAD_ARGUMENT", 'type must be "binary" or "ascii"');
	if (offset || length !== undefined) {
		throw new FTPUsageError("BAD_ARGUMENT", 'offset and length count bytes of the file, which type "ascii" does not tell');
	}
	if (!textMode) throw new FTPUsageError("UNSUPPORTED", 'type "ascii" needs FTPClient or FTPPool');
	return textMode;
}

export function representationType(textMode: TextMode | undefined): RepresentationType {
	return textMode ? "A" : "I";
}
