import type { Bucket } from "@isoftp/adapter-workerd";

/** A bucket that takes one object in parts, and keeps nothing of it but its SHA-256: so what a Worker holds is measured, and not what its bucket does. */
export function hashingBucket(): { readonly bucket: Bucket; hash(): Promise<ArrayBuffer> } {
	const digest = new crypto.DigestStream("SHA-256");
	const writer = digest.getWriter();
	const refuse = (): never => {
		throw new Error("This bucket only takes parts");
	};
	const bucket: Bucket = {
		...{ head: refuse, get: refuse, put: refuse, delete: refuse, list: refuse, resumeMultipartUpload: refuse },
		async createMultipartUpload(key) {
			return {
				uploadId: key,
				async uploadPart(partNumber, value) {
					await writer.write(value);
					return { partNumber, etag: String(partNumber) };
				},
				async complete() {
					await writer.close();
					return { key, size: 0, etag: key, uploaded: new Date(0), checksums: {} };
				},
				abort: () => writer.abort(),
			};
		},
	};
	return { bucket, hash: () => digest.digest };
}
