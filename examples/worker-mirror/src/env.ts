import { type FileTree, FTPPool, r2Tree } from "@isoftp/adapter-workerd";
import type { MirrorProgress } from "./progress.ts";
import { below, type FileMessage, type MirrorParams } from "./shapes.ts";

/** What `wrangler.jsonc` gives the Worker, and the secrets. */
export interface Env {
	readonly MIRRORS: Workflow<MirrorParams>;
	readonly PROGRESS: DurableObjectNamespace<MirrorProgress>;
	readonly FILES: Queue<FileMessage>;
	readonly BUCKET: R2Bucket;
	/** A name, or a URL, such as `ftp://ftp.example.com:2121`. */
	readonly FTP_HOST: string;
	/** `true`: TLS on the usual port; "implicit": on port 990; `false`: everybody on the way can read the password. */
	readonly FTP_SECURE: boolean | "implicit";
	/** The directory that all mirrors are below. */
	readonly FTP_ROOT: string;
	/** Sessions of one invocation: with `max_concurrency` times as many the server must be content, and one more. */
	readonly SESSIONS: number;
	/** How long it takes until something is tried again for the first time; then it takes longer each time. */
	readonly RETRY_SECONDS: number;
	/** How long one invocation copies, before what is left is handed to the next one. Queues end it after 15 minutes. */
	readonly COPY_SECONDS: number;
	/** Secrets. */
	readonly FTP_USER: string;
	readonly FTP_PASS: string;
	readonly TOKEN: string;
}

/** Names of directories one below the other, at the most: a tree that is deeper contains itself. */
export const DEEPEST = 128;

/**
 * A large file goes to R2 in parts, and what is whole of them is kept when it is interrupted. There are two for each session: one is filled while the
 * other is sent. R2 takes no smaller ones.
 */
export const PART_SIZE = 5_242_880;

/** Bytes of a key in R2, at the most. */
const LONGEST_KEY = 1_024;

/** Whether R2 takes a key: it does not even look for a longer one. */
export function isKey(key: string): boolean {
	return new TextEncoder().encode(key).length <= LONGEST_KEY;
}

/** Each invocation has its own: on Workers, sockets end with the request that made them. */
export function newPool(env: Env, size: number): FTPPool {
	return new FTPPool(env.FTP_HOST, {
		user: env.FTP_USER,
		pass: env.FTP_PASS,
		secure: env.FTP_SECURE,
		size,
		// A short interruption is bridged at once; a longer one is what Queues and Workflows are for.
		retry: { attempts: 2 },
		// A directory is held as a whole, within a Worker's 128 MB.
		limits: { entries: 100_000, listingBytes: 20_000_000 },
	});
}

/** A directory of a mirror in the bucket, as a tree of files. */
export function treeOf(env: Env, prefix: string, directory: string): FileTree {
	return r2Tree(env.BUCKET, { prefix: below(prefix, directory), partSize: PART_SIZE });
}

export function progressOf(env: Env, mirror: string): DurableObjectStub<MirrorProgress> {
	return env.PROGRESS.get(env.PROGRESS.idFromName(mirror));
}
