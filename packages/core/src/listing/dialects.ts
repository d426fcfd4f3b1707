import { parseConnectEnterpriseLine } from "./connect-enterprise.ts";
import type { Dialect } from "./dialect.ts";
import { parseDosLine } from "./dos.ts";
import { parseEplfLine } from "./eplf.ts";
import { parseJesLine } from "./jes.ts";
import { parseMvsLine } from "./mvs.ts";
import { parseMvsMemberLine } from "./mvs-members.ts";
import { parseLocalUnixLine } from "./unix-local.ts";
import { parseVmCmsLine } from "./vm-cms.ts";
import { parseVmsLine } from "./vms.ts";
import { parseWftpLine } from "./wftp.ts";

/** Which command the listing answers: MLSD, LIST or NLST. */
export type ListingFormat = "mlsx" | "list" | "names";

/**
 * How a line of LIST may be written, unless the caller names the dialects himself: the first that accepts a line wins. LIST has no
 * standard form (RFC 959 says only "a list"), so a new one is one more file and one more name here.
 */
export const defaultDialects: readonly Dialect[] = [
	parseLocalUnixLine,
	parseDosLine,
	parseVmsLine,
	parseMvsLine,
	parseMvsMemberLine,
	parseJesLine,
	parseVmCmsLine,
	parseEplfLine,
	parseWftpLine,
	parseConnectEnterpriseLine,
];
