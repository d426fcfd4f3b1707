// For tests only.

import type { Entry } from "../listing/entry.ts";
import type { FTPClient } from "./client.ts";
import * as model from "./model-files.ts";
import { readAll } from "./test-fixture.ts";

/** A call as a test writes it down. */
export interface ModelCall {
	readonly verb: string;
	readonly path: string;
	/** The other path, where there is one. */
	readonly to: string;
	readonly data: string;
}

export interface Verb {
	run(client: FTPClient, call: ModelCall, signal: AbortSignal): Promise<unknown>;
	step(call: ModelCall): model.Step;
	/** What may be there when it has not come to its end, besides what was before and what should be after. */
	halves?(call: ModelCall): model.Step[];
	/** It only asks. */
	readonly isQuestion?: true;
	/** It asks more than once, and lets others in between. */
	readonly isLong?: true;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const shown = ({ name, type, size }: Pick<Entry, "name" | "type" | "size">): string =>
	type === "directory" ? `${name}/` : `${name} ${size}`;

async function shownAll(entries: AsyncIterable<Entry>): Promise<string[]> {
	const all: string[] = [];
	for await (const entry of entries) all.push(shown(entry));
	return all.sort();
}

const stored = (isAppended: boolean): Pick<Verb, "step" | "halves"> => ({
	step: ({ path, data }) => model.store(path, data, isAppended),
	halves: ({ path, data }) => Array.from(data, (_, end) => model.store(path, data.slice(0, end), isAppended)),
});

/** Every method that reads or changes files, what it means, and how far it may have come when it fails. */
export const verbs: Readonly<Record<string, Verb>> = {
	download: {
		run: async (client, { path }, signal) => textOf(await client.download(path, { signal })),
		step: ({ path }) => model.download(path),
		isQuestion: true,
	},
	downloadStream: {
		run: async (client, { path }, signal) => textOf(await readAll(await client.downloadStream(path, { signal }))),
		step: ({ path }) => model.download(path),
		isQuestion: true,
	},
	upload: {
		run: async (client, { path, data }, signal) => (await client.upload(path, data, { signal })).bytes,
		...stored(false),
	},
	uploadStream: {
		run: async (client, { path, data }, signal) => {
			const writer = (await client.uploadStream(path, { signal })).getWriter();
			// It fails together with the calls below, which say so.
			writer.closed.catch(() => undefined);
			const middle = data.length >> 1;
			for (const piece of [data.slice(0, middle), data.slice(middle)]) await writer.write(bytesOf(piece));
			await writer.close();
			return data.length;
		},
		...stored(false),
	},
	append: {
		run: async (client, { path, data }, signal) => (await client.append(path, data, { signal })).bytes,
		...stored(true),
	},
	rename: {
		run: (client, { path, to }, signal) => client.rename(path, to, { signal }),
		step: ({ path, to }) => model.rename(path, to),
	},
	remove: { run: (client, { path }, signal) => client.remove(path, { signal }), step: ({ path }) => model.remove(path) },
	mkdir: { run: (client, { path }, signal) => client.mkdir(path, { signal }), step: ({ path }) => model.mkdir(path) },
	mkdirs: {
		run: (client, { path }, signal) => client.mkdir(path, { recursive: true, signal }),
		step: ({ path }) => model.mkdirs(path),
		halves: ({ path }) => [...path.matchAll(/(?<=[^/])\//g)].map(({ index }) => model.mkdirs(path.slice(0, index))),
	},
	rmdir: { run: (client, { path }, signal) => client.rmdir(path, { signal }), step: ({ path }) => model.rmdir(path) },
	cd: { run: (client, { path }, signal) => client.cd(path, { signal }), step: ({ path }) => model.cd(path) },
	cdup: { run: (client, _, signal) => client.cdup({ signal }), step: () => model.cd("..") },
	pwd: { run: (client, _, signal) => client.pwd({ signal }), step: () => model.pwd, isQuestion: true },
	size: {
		run: (client, { path }, signal) => client.size(path, { signal }),
		step: ({ path }) => model.size(path),
		isQuestion: true,
	},
	stat: {
		run: async (client, { path }, signal) => shown(await client.stat(path, { signal })),
		step: ({ path }) => model.stat(path),
		isQuestion: true,
	},
	exists: {
		run: (client, { path }, signal) => client.exists(path, { signal }),
		step: ({ path }) => model.exists(path),
		isQuestion: true,
	},
	list: {
		run: async (client, { path }, signal) => (await client.list(path, { signal })).map(shown).sort(),
		step: ({ path }) => model.list(path, false),
		isQuestion: true,
	},
	listStream: {
		run: (client, { path }, signal) => shownAll(client.listStream(path, { signal })),
		step: ({ path }) => model.list(path, false),
		isQuestion: true,
	},
	walk: {
		run: async (client, { path }, signal) => {
			const all: string[] = [];
			const above = path === "" || path.endsWith("/") ? path : `${path}/`;
			for await (const entry of client.walk(path, { signal })) {
				all.push(shown({ ...entry, name: entry.path?.slice(above.length) ?? "?" }));
			}
			return all.sort();
		},
		step: ({ path }) => model.list(path, true),
		isQuestion: true,
		isLong: true,
	},
};
