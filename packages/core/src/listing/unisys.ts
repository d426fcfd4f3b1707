import { columnFacts } from "./columns.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const unisys: RegExp = /* @__PURE__ */ pattern(
	"^([^ \\t]{1,255})_+([A-Z]{4,17})_+(\\d{1,15})_+(\\d\\d/\\d\\d/\\d{2,4})_+(\\d\\d:\\d\\d)_*$",
);
const AROUND = /^Report for: |^[ \t]*\d+ Files?[ \t]+\d+ Octets?[ \t]*$/;

/**
 * A file of MCP on Unisys ClearPath in its native form: `REPORTS/DAILY          SEQDATA    4711 01/31/2024  10:02`. The slashes belong
 * to the name. The date is that of creation, so that it is in `facts` and there is no `modifiedAt`.
 */
export function parseUnisysLine(line: string): Entry | "nothing" | undefined {
	const match = unisys.exec(line);
	if (match === null) return AROUND.test(line) ? "nothing" : undefined;
	const [, name = "", kind, size = "", date, clock] = match;
	const facts = columnFacts("filekind created", [kind, `${date} ${clock}`]);
	return finished({ name, type: "file", size: sizeOf(size), facts, raw: line }, size);
}
