import type { Reply } from "./reply.ts";

/**
 * Reads the answer to FEAT (RFC 2389, 3.2): feature name in upper case to its parameters. A name that is listed twice keeps
 * both, joined with ";". Some servers prefix every line with `211-`, some indent with a tab.
 */
export function parseFeatures(reply: Reply): Map<string, string> {
	const features = new Map<string, string>();
	for (const line of reply.lines.slice(1, -1)) {
		const [, name, parameters = ""] = /^(?:211-)?[ \t]*([!-~]+)[ \t]*(.*)$/s.exec(line.trimEnd()) ?? [];
		if (name === undefined) continue;
		const key = name.toUpperCase();
		const known = features.get(key);
		features.set(key, known === undefined ? parameters : `${known};${parameters}`);
	}
	return features;
}
