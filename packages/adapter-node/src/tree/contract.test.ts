import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileTreeContract } from "@isoftp/core/testing";
import { onTestFinished, test } from "vitest";
import { localTree } from "./local-tree.ts";

function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "isoftp-tree-"));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

/** Where a tree may be: there already, not there yet, and behind a symlink of the caller's own. */
const places: Readonly<Record<string, () => string>> = {
	"a directory": folder,
	"a directory that is not there yet": () => join(folder(), "not", "yet"),
	"a directory behind a symlink": () => {
		const path = folder();
		mkdirSync(join(path, "real"));
		symlinkSync(join(path, "real"), join(path, "link"));
		return join(path, "link");
	},
};

for (const [what, place] of Object.entries(places)) {
	test.each(fileTreeContract())(`${what}: $name`, async ({ run }) => {
		const root = place();
		await run({
			async open() {
				const tree = localTree(root);
				// As the engine does it before it writes.
				await tree.makeDirectory("");
				return tree;
			},
		});
	});
}
