import { isSafeName } from "@isoftp/core";
import { isPartName } from "../part-name.ts";

/** What Windows has in no name, beside what leads elsewhere. */
const NOT_ON_WINDOWS = /[<>:"|?*]|[. ]$/;

/** The longest name that the file systems of all three systems have: in bytes, on Windows in UTF-16 units. */
const LONGEST = 255;

/** Why a system cannot hold a file of this name, in words; nothing where it can. */
export function refusalOf(name: string, platform: NodeJS.Platform = process.platform): string | undefined {
	const isWindows = platform === "win32";
	if (name === "" || name === "." || name === "..") return "it is no name of a file";
	if (/[/\0]/.test(name)) return "it has a character in it that ends names";
	if (/\p{Cs}/u.test(name)) return "it is no valid Unicode";
	if (isWindows && (!isSafeName(name) || NOT_ON_WINDOWS.test(name))) return "Windows has no such names";
	if ((isWindows ? name.length : Buffer.byteLength(name)) > LONGEST) return "it is too long";
	return isPartName(name) ? "such names are those of files that are still being written" : undefined;
}
