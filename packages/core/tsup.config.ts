import { copyFile } from "node:fs/promises";
import { defineConfig } from "tsup";

export default defineConfig({
	entry: {
		index: "src/index.ts",
		"protocol/index": "src/protocol/index.ts",
		"testing/index": "src/testing/index.ts",
		"glob/index": "src/glob/index.ts",
	},
	format: ["esm", "cjs"],
	target: "es2022",
	platform: "neutral",
	// One copy of every module for all entry points, in both formats: an error thrown by one is an instance for the others.
	splitting: true,
	// For the CommonJS chunks it is Rollup then, not Sucrase, which breaks generators (`(yield* a()) ?? (yield* b())`).
	treeshake: "safest",
	dts: true,
	sourcemap: true,
	clean: true,
	// Names and lines stay readable; bundlers find less that they cannot drop, and their own minifiers do better.
	minifySyntax: true,
	// The matcher of `glob` is in its file, so that nothing has to be installed; its licence asks to go along.
	noExternal: ["picomatch"],
	onSuccess: () => copyFile("node_modules/picomatch/LICENSE", "dist/glob/LICENSE-picomatch"),
});
