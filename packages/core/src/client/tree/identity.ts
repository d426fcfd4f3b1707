import { FTPUsageError } from "../../errors/index.ts";
import type { TreeEntry } from "./file-tree.ts";

/** Bytes that a name may have on nearly every file system. */
const LONGEST_NAME = 255;

/**
 * What stands for the bytes of a file: the same as long as its path, its size and its time are. Nothing where the size is not known, or the time not
 * to the second: a file that is written twice within a minute would be taken for itself.
 */
export function identityOf(path: string, { size, modifiedAt, modifiedAtPrecision = "second" }: TreeEntry): string | undefined {
	if (size === undefined || modifiedAt === undefined || modifiedAtPrecision !== "second") return undefined;
	return fingerprint([path, size, modifiedAt.getTime()]);
}

/** 64 bits in hex that stand for some values. No protection against somebody who looks for two that have the same. */
export function fingerprint(values: readonly unknown[]): string {
	const text = JSON.stringify(values);
	let [first, second] = [0x811c9dc5, 0x9e3779b9];
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		// FNV-1a, and beside it the same with another factor, whose high bits go into the low ones.
		first = Math.imul(first ^ unit, 0x01000193);
		second = Math.imul(second ^ unit, 0x85ebca6b);
		second ^= second >>> 15;
	}
	return [first, second].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/** Beside a file, the name that it has until it is complete: hidden from most listings, and told by its identity. */
export function temporaryPath(path: string, identity: string): string {
	const nameAt = path.lastIndexOf("/") + 1;
	const end = `.${identity}.part`;
	let name = path.slice(nameAt);
	const encoder = new TextEncoder();
	const most = LONGEST_NAME - 1 - end.length;
	// By characters: half of one cannot be sent. What is cut off is in the identity.
	if (encoder.encode(name).length > most) {
		const kept: string[] = [];
		let left = most;
		for (const character of name) {
			left -= encoder.encode(character).length;
			if (left < 0) break;
			kept.push(character);
		}
		name = kept.join("");
	}
	return `${path.slice(0, nameAt)}.${name}${end}`;
}

/** An entry that may have gone through JSON, which makes texts of dates. @throws FTPUsageError BAD_ARGUMENT */
export function revived(entry: TreeEntry): TreeEntry {
	const { modifiedAt, ...rest } = entry;
	if (modifiedAt === undefined || modifiedAt === null) return rest;
	const date = new Date(modifiedAt);
	if (Number.isNaN(date.getTime())) throw new FTPUsageError("BAD_ARGUMENT", "modifiedAt of a file to copy is no date");
	return { ...rest, modifiedAt: date };
}
