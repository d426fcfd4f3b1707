import { FTPUsageError } from "../../errors/index.ts";
import { newProfile, type ServerProfile } from "../../protocol/facts.ts";
import type { TextCodec } from "../../protocol/text.ts";
import { automatic } from "./automatic.ts";
import { latin1 } from "./latin1.ts";
import { utf8 } from "./utf8.ts";

/**
 * An encoding of file names: "utf-8", "iso-8859-1" (byte for byte), or a label that the runtime's TextDecoder knows, to which "latin1" is
 * another name of windows-1252.
 */
export type Encoding = "utf-8" | "iso-8859-1" | (string & Record<never, never>);

/**
 * Makes the codec for an `encoding` option.
 * @param others makes those of other encodings
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function codecFor(
	encoding: Encoding | undefined,
	profile: ServerProfile = newProfile(),
	others?: (label: string) => TextCodec,
): TextCodec {
	if (encoding === undefined) return automatic(profile);
	const label = typeof encoding === "string" ? encoding : "";
	if (/^utf-?8$/i.test(label)) return utf8();
	if (/^iso-8859-1$/i.test(label)) return latin1;
	if (others && typeof encoding === "string") return others(encoding);
	throw new FTPUsageError("BAD_ARGUMENT", "encoding must be the name of one; other than utf-8 and iso-8859-1 it needs FTPClient");
}
