import { env } from "cloudflare:workers";
import { downloadToR2, FTPClient, uploadFromR2 } from "@isoftp/adapter-workerd";
import { type Content, piecesOf } from "../../endurance/content.ts";
import { hashingBucket } from "./hashing-bucket.ts";

/** How a Worker reaches the server, which is on its own machine. */
interface Where {
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	readonly secure: boolean;
}

const HOST = "localhost";
const KEY = "large.bin";
/** Sockets at the same time that a request may have are six. */
const AT_ONCE = 3;

async function connected<T>(where: Where, work: (client: FTPClient) => Promise<T>): Promise<T> {
	const client = new FTPClient(HOST, where);
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.close();
	}
}

/** Downloads a file, and tells its SHA-256. */
export async function download(where: Where, remote: string): Promise<string> {
	return await connected(where, async (client) => {
		const digest = new crypto.DigestStream("SHA-256");
		await (await client.downloadStream(remote)).pipeTo(digest);
		return inHex(await digest.digest);
	});
}

/** Downloads a file into a bucket that keeps nothing, in parts, and tells its SHA-256. */
export async function inParts(where: Where, remote: string): Promise<string> {
	const { bucket, hash } = hashingBucket();
	await connected(where, (client) => downloadToR2(client, remote, bucket, KEY));
	return inHex(await hash());
}

function inHex(hash: ArrayBuffer): string {
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Uploads bytes that are made on the way. */
export async function upload(where: Where, remote: string, content: Content): Promise<void> {
	await connected(where, async (client) => {
		await client.upload(remote, pieces(content), { size: content.size });
	});
}

/** As a caller's own source would be. */
async function* pieces(content: Content): AsyncGenerator<Uint8Array, void, void> {
	yield* piecesOf(content);
}

/** Downloads a file into a bucket, in parts, and uploads it from there. */
export async function throughR2(where: Where, from: string, to: string): Promise<void> {
	const bucket = (env as { readonly BUCKET: R2Bucket }).BUCKET;
	await connected(where, async (client) => {
		await downloadToR2(client, from, bucket, KEY);
		await uploadFromR2(client, bucket, KEY, to);
		await bucket.delete(KEY);
	});
}

/** Connects and closes, again and again. */
export async function cycles(where: Where, count: number): Promise<void> {
	let left = count;
	const lane = async (): Promise<void> => {
		while (left-- > 0) await connected(where, async () => undefined);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
