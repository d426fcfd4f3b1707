import { simple } from "../operations/exchange.ts";
import { placeOf } from "../operations/look-up.ts";
import { checkPath } from "./arguments.ts";
import type { UploadOptions } from "./calls.ts";
import { checkFlag, demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";

/** How long the server has to remove what a failed upload has left. */
const CLEANING_TIME = 10_000;
/** Longest name of a file on most systems, in bytes. */
const LONGEST_NAME = 255;
/** Of a random name: 32, so that none is more likely than others. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** The temporary path of an upload, where it is to have one. @throws FTPUsageError BAD_ARGUMENT */
export function temporaryOf(path: string, options: UploadOptions): string | undefined {
	const { atomic = false, resume, append, offset, type } = options;
	checkFlag(resume, "resume");
	demand(typeof atomic === "boolean" || typeof atomic === "string", "atomic must be true, false or a temporary path");
	const isNamed = typeof atomic === "string";
	demand(!resume || isNamed, "resume needs a temporary path in atomic: what is there was left by another upload");
	demand(!resume || type !== "ascii", 'resume counts bytes of the file, which type "ascii" does not tell');
	if (atomic === false) return undefined;
	demand(!append && !offset, "atomic is about whole files: not with append and offset");
	if (!isNamed) return besides(path);
	demand(checkPath(atomic) !== path, "The temporary path in atomic must be another one than the file's own");
	return atomic;
}

/** A name in the same directory that nobody else has, and that listings mostly hide. */
function besides(path: string): string {
	const { name } = placeOf(path);
	demand(name !== undefined && path.endsWith(name), "atomic needs a path that ends with the name of a file");
	const random = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
	const letters = [...name];
	const own = (): string => `.${letters.join("")}.${random}.part`;
	while (new TextEncoder().encode(own()).length > LONGEST_NAME) letters.pop();
	return path.slice(0, path.length - name.length) + own();
}

/** Removes what an upload has left under its temporary name. Never fails, and takes no longer than it may. */
export async function removeTemporary(
	keeper: Performer,
	{ clock }: Settings,
	temporary: string,
	retry: UploadOptions["retry"],
): Promise<void> {
	const stopping = new AbortController();
	const cancel = clock.after(CLEANING_TIME, () => stopping.abort());
	try {
		await keeper.perform(() => simple("DELE", temporary), { signal: stopping.signal, retry });
	} catch {
		// What failed before is what the caller is told.
	} finally {
		cancel();
	}
}
