import type { StoredObject } from "./bucket.ts";

/** Where the time of the original is kept: seconds since 1970, under the name that rclone has for it, which reads and writes it, too. */
const NAME = "mtime";

/** When the file was modified that an object is a copy of; when the object was written, where nobody has noted that. */
export function modifiedAtOf({ customMetadata, uploaded }: StoredObject): Date {
	const noted = customMetadata?.[NAME];
	const seconds = noted === undefined || noted.trim() === "" ? Number.NaN : Number(noted);
	const date = new Date(Math.round(seconds * 1000));
	return Number.isNaN(date.getTime()) ? uploaded : date;
}

/** The note that an object gets. */
export function noteOf(modifiedAt: Date | undefined): Record<string, string> {
	return modifiedAt === undefined || Number.isNaN(modifiedAt.getTime()) ? {} : { [NAME]: String(modifiedAt.getTime() / 1000) };
}
