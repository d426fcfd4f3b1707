// For tests only: what an argument or an option must not be.
import type { CallOptions, DownloadOptions, ListOptions, UploadOptions } from "../client/calls.ts";
import type { UniqueUploadOptions } from "../client/unique-uploads.ts";
import type { WalkOptions } from "../client/walk.ts";

/** What cannot be a part of a command. */
export const notText: readonly unknown[] = [
	...["a\rb", "a\nb", "a\r\nDELE x/b", "a\0b", "\r\n", "\ud800", "\udc00b", "a\udc0a", "x".repeat(65_536)],
	...[42, 1n, true, null, {}, [], ["a"], Symbol("a"), new String("a"), { toString: () => "a\r\nDELE b" }],
];
export const notPath: readonly unknown[] = [...notText, "", undefined];

/** Objects that cannot be looked at. */
export const unreadable: readonly object[] = [
	new Proxy(
		{},
		{
			get: fail,
			has: fail,
			ownKeys: fail,
		},
	),
	Object.defineProperty({}, "port", { enumerable: true, get: fail }),
];

function fail(): never {
	throw new Error("not to be looked at");
}

const notCount: readonly unknown[] = [-1, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53, "5", "", null, 1n, {}, true];
export const notFlag: readonly unknown[] = [0, 1, "true", "", null, {}];
export const notFunction: readonly unknown[] = [0, "f", null, {}, true];
const notVerify: readonly unknown[] = [null, 5, "", "MD17", {}, "SHA-256\r\nDELE a"];
const notType: readonly unknown[] = [null, 5, "", "text", "ebcdic", "A\r\nDELE a"];
const notSignal: readonly unknown[] = [
	...[null, 5, "signal", {}, true, new AbortController(), new EventTarget(), { aborted: true }],
];

const notRetry: readonly unknown[] = [null, 3, "", "x", [], { attempts: 0 }, { most: 1.5 }, { backoff: -1 }, { Attempts: 5 }];

/** Every option, and what it must not be. A new one without a row does not compile. */
type WrongOptions<Options> = { readonly [Name in keyof Required<Options>]: readonly unknown[] };

const call: WrongOptions<CallOptions> = { signal: notSignal, retry: notRetry };
const list: WrongOptions<ListOptions> = { ...call, hidden: notFlag, via: [null, 5, "", "ftp", "DATA"] };
const unique: WrongOptions<UniqueUploadOptions> = {
	...call,
	type: notType,
	size: notCount,
	allocate: [-1, 1.5, Number.NaN, 2 ** 53, "5", null, {}],
	onProgress: notFunction,
};
const notIdentity: readonly unknown[] = [
	null,
	5,
	"",
	[],
	{ size: -1 },
	{ size: "5" },
	{ modifiedAt: 0 },
	{ modifiedAt: new Date(Number.NaN) },
	{ sise: 5 },
];
const upload: WrongOptions<UploadOptions> = {
	...unique,
	append: notFlag,
	offset: notCount,
	verify: notVerify,
	// Nor the file's own path.
	atomic: [null, 5, "", {}, "f", "a\r\nDELE b"],
	// Alone it has nothing to go on with.
	resume: [...notFlag, true],
};
const count = [...notCount, Number.POSITIVE_INFINITY];
const download: WrongOptions<DownloadOptions> = {
	...call,
	type: notType,
	offset: count,
	length: count,
	maxBytes: notCount,
	verify: notVerify,
	expect: notIdentity,
	onProgress: notFunction,
};
const walk: WrongOptions<WalkOptions> = { ...call, depth: [...notCount, 0], onUnreadable: notFunction };

type Taker = "call" | "list" | "names" | "download" | "upload" | "unique" | "walk" | "mkdir";

/** Options that are wrong, by what takes them. */
export const wrongOptions: Readonly<Record<Taker, readonly unknown[]>> = {
	call: all(call),
	list: all(list),
	names: all({ signal: list.signal, hidden: list.hidden }),
	download: all(download),
	upload: all(upload),
	unique: all(unique),
	walk: all(walk),
	mkdir: all({ ...call, recursive: notFlag }),
};

function all(options: Readonly<Record<string, readonly unknown[]>>): unknown[] {
	const each = Object.entries(options).flatMap(([name, values]) => values.map((value) => ({ [name]: value })));
	return [null, 5, "x", true, ...each];
}
