/**
 * The checks of this folder are plain functions that use nothing but what every runtime has: the same ones run in Node and
 * inside workerd. What differs between the runtimes comes in through `World`.
 */
import type { FTPClient, FTPPool, HashAlgorithm, Operation, Retry, Verify } from "@isoftp/core";

/** What the checks use of a client. Every adapter's FTPClient fits. */
export interface Client {
	readonly closed: boolean;
	readonly features: ReadonlyMap<string, unknown>;
	readonly profile: object;
	connect(options?: Stoppable): Promise<unknown>;
	close(): Promise<unknown>;
	command(verb: string, ...args: string[]): Promise<{ readonly code: number; readonly text: string }>;
	download(path: string, options?: DownloadOptions): Promise<Uint8Array>;
	downloadStream(path: string, options?: DownloadOptions): Awaitable<ReadableStream<Uint8Array>>;
	upload(path: string, data: UploadData, options?: UploadOptions): Promise<{ readonly bytes: number }>;
	append(path: string, data: UploadData, options?: Stoppable): Promise<unknown>;
	uploadUnique(data: UploadData): Promise<{ readonly name: string | undefined; readonly bytes: number }>;
	rename(from: string, to: string): Promise<unknown>;
	remove(path: string): Promise<unknown>;
	size(path: string): Promise<number | undefined>;
	modifiedAt(path: string): Promise<Date | undefined>;
	setModifiedAt(path: string, date: Date): Promise<unknown>;
	chmod(path: string, mode: number | string): Promise<unknown>;
	hash(path: string, algorithm: HashAlgorithm): Promise<string>;
	available(directory?: string): Promise<number>;
	system(): Promise<string>;
	status(path?: string): Promise<{ readonly code: number }>;
	help(topic?: string): Promise<{ readonly code: number }>;
	site(command: string, ...args: string[]): Promise<{ readonly code: number }>;
	stat(path: string): Promise<ListedEntry>;
	exists(path: string): Promise<boolean>;
	list(path?: string, options?: ListOptions): Promise<readonly ListedEntry[]>;
	listStream(path?: string, options?: ListOptions): AsyncIterable<ListedEntry>;
	walk(path?: string, options?: { depth?: number }): AsyncIterable<ListedEntry & { readonly path: string | undefined }>;
	names(path?: string, options?: { hidden?: boolean }): Promise<readonly string[]>;
	pwd(): Promise<string>;
	cd(path: string): Promise<unknown>;
	mkdir(path: string): Promise<unknown>;
	rmdir(path: string): Promise<unknown>;
}

/** What the checks use of the small client. */
export interface SmallClient extends Pick<Client, "connect" | "close" | "download" | "upload" | "list"> {
	run<T>(operation: Operation<T>): Promise<T>;
}

export type Awaitable<T> = T | Promise<T>;
export type UploadData = Uint8Array | string | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Stoppable {
	signal?: AbortSignal;
}

export interface ListOptions extends Stoppable {
	hidden?: boolean;
	via?: "data" | "control";
}

export interface Progress {
	readonly bytes: number;
}

export interface DownloadOptions extends Stoppable {
	type?: "binary" | "ascii";
	offset?: number;
	length?: number;
	verify?: Verify;
	onProgress?: (progress: Progress) => void;
}

export interface UploadOptions extends Stoppable {
	type?: "binary" | "ascii";
	offset?: number;
	append?: boolean;
	verify?: Verify;
	allocate?: boolean | number;
	atomic?: boolean | string;
	resume?: boolean;
	onProgress?: (progress: Progress) => void;
}

export interface ListedEntry {
	readonly name: string;
	readonly type: string;
	readonly size?: number;
	readonly modifiedAt?: Date;
	readonly modifiedAtPrecision?: string;
	readonly permissions?: string;
	readonly facts?: Readonly<Record<string, string>>;
}

/** What a check may set differently from the server's own values. */
export interface ClientOptions {
	host?: string;
	port?: number;
	user?: string;
	pass?: string | undefined;
	account?: string;
	onChallenge?: (challenge: string) => string | Promise<string>;
	virtualHost?: string;
	clientName?: string;
	language?: string;
	dataProtection?: "private" | "clear";
	profile?: object;
	secure?: boolean | "implicit";
	passive?: "auto" | "epsv" | "pasv";
	active?: boolean | { readonly ports?: readonly [number, number]; readonly address?: string };
	encoding?: string;
	compression?: boolean;
	keepAlive?: boolean | number | { readonly idle?: number | false; readonly transfers?: number | false };
	pipelining?: "auto" | "off" | "eager";
	retry?: Retry | boolean;
	serverTimeZone?: string | number;
	timeouts?: { connect?: number; reply?: number; stall?: number; total?: number };
	allowConnect?: (host: string, port: number, purpose: string) => boolean;
	onTrace?: (event: {
		readonly type: string;
		readonly line?: string;
		readonly code?: number;
		readonly attempt?: number;
		readonly sessions?: number;
	}) => void;
}

export interface PoolOptions extends Pick<ClientOptions, "onTrace" | "retry" | "timeouts"> {
	size?: number;
}

/** The server's side of the folder that the checks work in; paths are relative to it. */
export interface Disk {
	write(name: string, bytes: Uint8Array): Promise<void>;
	/** The file's SHA-256 in hex, its size, and undefined where there is no such file. */
	file(name: string): Promise<{ readonly sha256: string; readonly size: number } | undefined>;
	isDirectory(name: string): Promise<boolean>;
	mkdir(name: string): Promise<void>;
	/** Makes `count` files of one byte in a folder, named `entry-0001.txt` and so on. */
	fill(folder: string, count: number): Promise<void>;
	/**
	 * Makes a file of one byte in a folder; the bytes of its name, in no encoding that the check need have in common with this side, are
	 * the numbers of the characters.
	 */
	writeRaw(folder: string, name: string): Promise<void>;
	/** The names in a folder, written in the same way. */
	rawNames(folder: string): Promise<readonly string[]>;
	/** Sets when a file was last changed. */
	touch(name: string, modifiedAt: Date): Promise<void>;
}

/** One server, in one mode, as one runtime sees it. */
export interface World {
	/** The folder that `disk` shows, as an absolute FTP path. */
	readonly path: string;
	readonly server: {
		readonly name: string;
		readonly user: string;
		readonly pass: string;
		readonly tls: "none" | "explicit" | "implicit";
		/** The server's log so far. */
		log(): Promise<string>;
	};
	readonly disk: Disk;
	/** A client for the server, not connected. What is not given in `options` is right for the server and the mode. */
	newClient(options?: ClientOptions): Client;
	/** The same for a pool, of as many sessions as the runtime has by default unless told. */
	newPool(options?: PoolOptions): Client;
	newSmallClient(): SmallClient;
}

/** A server whose clients have all that the classes of the core have. */
export interface WholeWorld extends World {
	newClient(options?: ClientOptions): FTPClient;
	newPool(options?: PoolOptions): FTPPool;
}

export interface Check<W extends World = World> {
	readonly name: string;
	run(world: W): Promise<void>;
}

/** Runs `work` with a connected client and closes it in every case. */
export async function session<T>(world: World, work: (client: Client) => Promise<T>, options?: ClientOptions): Promise<T> {
	const client = world.newClient(options);
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.close();
	}
}

/** A name that no other check and no other run of this one has: vsftpd locks a file while it is written. */
export function fresh(name: string): string {
	return `${crypto.randomUUID().slice(0, 8)} ${name}`;
}
