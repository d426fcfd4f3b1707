/**
 * What is used of an R2 bucket: a binding of a Worker is one. Written out here, so that the types of a program are enough whichever way it has
 * them (`wrangler types`, or `@cloudflare/workers-types` of any year).
 */
export interface Bucket {
	head(key: string): Promise<StoredObject | null>;
	get(key: string, options?: ReadOptions): Promise<StoredObject | (StoredObject & { readonly body: ReadableStream }) | null>;
	put(key: string, value: Uint8Array | string, options?: WriteOptions): Promise<StoredObject | null>;
	createMultipartUpload(key: string, options?: WriteOptions): Promise<MultipartUpload>;
	resumeMultipartUpload(key: string, uploadId: string): MultipartUpload;
	delete(keys: string | string[]): Promise<void>;
	list(options?: ListOptions): Promise<Listing>;
}

export interface StoredObject {
	readonly key: string;
	readonly size: number;
	readonly etag: string;
	readonly uploaded: Date;
	readonly customMetadata?: Record<string, string>;
	readonly checksums: { readonly [algorithm in "md5" | "sha1" | "sha256" | "sha384" | "sha512"]?: ArrayBuffer };
}

/** What an object can be given when it is written. */
export interface WriteOptions {
	readonly httpMetadata?: { readonly contentType?: string; readonly cacheControl?: string; readonly contentDisposition?: string };
	readonly customMetadata?: Record<string, string>;
	readonly storageClass?: string;
}

interface ReadOptions {
	readonly range?: { readonly offset: number };
	readonly onlyIf?: { readonly etagMatches: string };
}

interface ListOptions {
	readonly prefix?: string;
	readonly delimiter?: string;
	readonly cursor?: string;
	readonly include?: "customMetadata"[];
}

interface Listing {
	readonly objects: readonly StoredObject[];
	readonly delimitedPrefixes: readonly string[];
	readonly truncated: boolean;
	readonly cursor?: string;
}

export interface MultipartUpload {
	readonly uploadId: string;
	uploadPart(number: number, value: Uint8Array): Promise<UploadedPart>;
	complete(parts: UploadedPart[]): Promise<StoredObject>;
	abort(): Promise<void>;
}

export interface UploadedPart {
	readonly partNumber: number;
	readonly etag: string;
}
