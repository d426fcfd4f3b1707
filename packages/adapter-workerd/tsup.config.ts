import { defineConfig } from "tsup";

export default defineConfig({
	entry: { index: "src/index.ts" },
	format: ["esm", "cjs"],
	target: "es2022",
	platform: "neutral",
	splitting: true,
	// For the CommonJS chunks it is Rollup then, not Sucrase, which breaks generators (`(yield* a()) ?? (yield* b())`).
	treeshake: "safest",
	dts: true,
	sourcemap: true,
	clean: true,
	// Names and lines stay readable; bundlers find less that they cannot drop, and their own minifiers do better.
	minifySyntax: true,
	external: ["cloudflare:sockets", /^@isoftp\/core(\/|$)/],
});
