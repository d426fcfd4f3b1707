import { defineConfig } from "tsup";

export default defineConfig({
	entry: {
		index: "src/index.ts",
		"testing/index": "src/testing/index.ts",
	},
	format: ["esm", "cjs"],
	target: "node20",
	platform: "node",
	splitting: true,
	// For the CommonJS chunks it is Rollup then, not Sucrase, which breaks generators (`(yield* a()) ?? (yield* b())`).
	treeshake: "safest",
	dts: true,
	sourcemap: true,
	clean: true,
	// Names and lines stay readable; bundlers find less that they cannot drop, and their own minifiers do better.
	minifySyntax: true,
	// The `node:` prefix stays: Deno knows built-in modules only by it.
	removeNodeProtocol: false,
	external: [/^@isoftp\/core(\/|$)/],
});
