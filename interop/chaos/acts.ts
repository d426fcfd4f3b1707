import type { FTPMethods } from "@isoftp/core";
import type { Equipment } from "./actor.ts";
import { bytesOf, difference } from "./random.ts";
import { type OperationName, type Scenario, SOURCE, TARGET } from "./scenario.ts";
import { treeDown, treeUp } from "./tree-acts.ts";

export interface Stagehand {
	readonly scenario: Scenario;
	readonly client: FTPMethods;
	/** The run's folder at the server. */
	readonly folder: string;
	readonly equipment: Equipment;
}

/** What each operation is, and what is wrong with what it gave. An error is the caller's to judge. */
export const acts: Readonly<Record<OperationName, (stage: Stagehand) => Promise<readonly string[]>>> = {
	async download({ scenario, client, folder }) {
		const bytes = await client.download(`${folder}/${SOURCE}`, verified(scenario));
		return complaint("What was downloaded", difference(bytes, contentOf(scenario)));
	},
	async downloadStream({ scenario, client, folder }) {
		const stream = await client.downloadStream(`${folder}/${SOURCE}`, verified(scenario));
		const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
		return complaint("What was streamed", difference(bytes, contentOf(scenario)));
	},
	async downloadToDisk({ scenario, client, folder, equipment: { disk } }) {
		if (!disk) throw new Error("There is no disk here");
		const before = scenario.existing === undefined ? undefined : bytesOf(scenario.seed + 1, scenario.existing);
		if (before) await disk.write(TARGET, before);
		try {
			await disk.downloadTo(client, TARGET, `${folder}/${SOURCE}`, verified(scenario));
		} catch (error) {
			const is = await disk.read(TARGET);
			if (before ? difference(is, before) : is) return [`A failed download has changed the local file: ${String(error)}`];
			throw error;
		}
		const left = (await disk.names()).filter((name) => name !== TARGET);
		return [
			...complaint("The local file", difference(await disk.read(TARGET), contentOf(scenario))),
			...(left.length > 0 ? [`Beside it is ${left.join(", ")}`] : []),
		];
	},
	async upload({ scenario, client, folder }) {
		await client.upload(`${folder}/${TARGET}`, contentOf(scenario), { verify: "size" });
		return [];
	},
	async uploadStream({ scenario, client, folder }) {
		await client.upload(`${folder}/${TARGET}`, streamOf(contentOf(scenario)), { verify: "size", size: scenario.size });
		return [];
	},
	async uploadAtomic({ scenario, client, folder }) {
		await client.upload(`${folder}/${TARGET}`, contentOf(scenario), { atomic: true });
		return [];
	},
	async append({ scenario, client, folder }) {
		await client.append(`${folder}/${TARGET}`, contentOf(scenario), { verify: "size" });
		return [];
	},
	async list({ client, folder }) {
		const names = (await client.list(folder)).map((entry) => entry.name).sort();
		return names.join() === LISTED.join() ? [] : [`The listing has ${names.join() || "nothing"}`];
	},
	async rename({ client, folder }) {
		await client.rename(`${folder}/${SOURCE}`, `${folder}/${TARGET}`);
		return [];
	},
	async remove({ client, folder }) {
		await client.remove(`${folder}/${SOURCE}`);
		return [];
	},
	treeDown,
	treeUp,
};

/** What the folder has that is listed. */
export const LISTED: readonly string[] = ["a file.bin", "another.bin", "third.bin"];

/** What the file has whose name is in `scenario`. */
export function contentOf({ seed, size }: Scenario): Uint8Array {
	return bytesOf(seed, size);
}

/** Without retry nobody asks for the size beforehand, and a download that is cut between its bytes and its end looks whole. */
function verified({ retry }: Scenario): { readonly verify?: "size" } {
	return retry ? {} : { verify: "size" };
}

function complaint(what: string, difference: string | undefined): string[] {
	return difference === undefined ? [] : [`${what} is wrong: ${difference}`];
}

/** Can be read once. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at >= bytes.length) return controller.close();
			controller.enqueue(bytes.subarray(at, at + 50_000));
			at += 50_000;
		},
	});
}
