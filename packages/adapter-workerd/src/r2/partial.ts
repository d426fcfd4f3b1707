import type { Bucket, UploadedPart } from "./bucket.ts";

/** How far an upload in several parts has come that was interrupted: kept in an object beside the one that it makes. */
export interface Partial {
	readonly uploadId: string;
	readonly partSize: number;
	readonly parts: readonly UploadedPart[];
}

const ENDING = ".part";

/** Names of such objects: `.NAME.IDENTITY.part`. */
const NAMES = /^\..+\.[0-9A-Za-z_-]+\.part$/;

export function isPartial(name: string): boolean {
	return NAMES.test(name);
}

/** The keys of all such objects of one file begin with this. */
function beginning(key: string): string {
	const slash = key.lastIndexOf("/") + 1;
	return `${key.slice(0, slash)}.${key.slice(slash)}.`;
}

export function partialKey(key: string, identity: string): string {
	return `${beginning(key)}${identity}${ENDING}`;
}

/** What an interrupted upload has left, if it is that of the same bytes. What is left of others is given up. */
export async function findPartial(bucket: Bucket, key: string, identity: string): Promise<Partial | undefined> {
	const own = partialKey(key, identity);
	const { objects } = await bucket.list({ prefix: beginning(key) });
	for (const { key: found } of objects) {
		// `.a.b.IDENTITY.part` may be of `a` or of `a.b`: only what is certain goes.
		const isOfThis = /^[0-9A-Za-z_-]+\.part$/.test(found.slice(beginning(key).length));
		if (found !== own && isOfThis) await giveUp(bucket, key, found);
	}
	return objects.some((object) => object.key === own) ? await read(bucket, own) : undefined;
}

async function giveUp(bucket: Bucket, key: string, found: string): Promise<void> {
	const partial = await read(bucket, found);
	// One that R2 has given up itself, after a week, is none to it any more.
	if (partial)
		await bucket
			.resumeMultipartUpload(key, partial.uploadId)
			.abort()
			.catch(() => undefined);
	await bucket.delete(found);
}

async function read(bucket: Bucket, key: string): Promise<Partial | undefined> {
	const object = await bucket.get(key);
	if (!object || !("body" in object)) return undefined;
	try {
		const partial = (await new Response(object.body).json()) as Partial;
		const isWhole = partial.parts.every(
			({ etag }, index) => typeof etag === "string" && partial.parts[index]?.partNumber === index + 1,
		);
		return isWhole && typeof partial.uploadId === "string" && partial.partSize > 0 ? partial : undefined;
	} catch {
		// Somebody else's object of that name.
		return undefined;
	}
}
