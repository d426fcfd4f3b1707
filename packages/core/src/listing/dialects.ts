import { parseConnectEnterpriseLine } from "./connect-enterprise.ts";
import type { Dialect } from "./dialect.ts";
import { parseDosLine } from "./dos.ts";
import { parseEplfLine } from "./eplf.ts";
import { parseJesLine } from "./jes.ts";
import { parseMacOsLine } from "./mac-os.ts";
import { parseMvsLine } from "./mvs.ts";
import { parseMvsMemberLine } from "./mvs-members.ts";
import { parseNetWareLine } from "./netware.ts";
import { parseNonStopLine } from "./non-stop.ts";
import { parseOs2Line } from "./os2.ts";
import { parseOs9Line } from "./os9.ts";
import { parseOs400Line } from "./os400.ts";
import { parseStratusLine } from "./stratus.ts";
import { parseUnisysLine } from "./unisys.ts";
import { parseLocalUnixLine } from "./unix-local.ts";
import { parsePlainUnixLine } from "./unix-plain.ts";
import { parseVmCmsLine } from "./vm-cms.ts";
import { parseVmsLine } from "./vms.ts";
import { parseVShellLine } from "./vshell.ts";
import { parseVxWorksLine } from "./vxworks.ts";
import { parseWftpLine } from "./wftp.ts";

/** Which command the listing answers: MLSD, LIST or NLST. */
export type ListingFormat = "mlsx" | "list" | "names";

/**
 * How a line of LIST may be written, unless the caller names the dialects himself: the first that accepts a line wins. LIST has no
 * standard form (RFC 959 says only "a list"), so a new one is one more file and one more name here.
 */
export const defaultDialects: readonly Dialect[] = [
	// Sees soonest that a line is not its own.
	parseDosLine,
	parseLocalUnixLine,
	parseMacOsLine,
	parseVmsLine,
	parseMvsLine,
	parseMvsMemberLine,
	parseJesLine,
	parseVmCmsLine,
	parseEplfLine,
	parseWftpLine,
	parseConnectEnterpriseLine,
	parseOs400Line,
	parseNetWareLine,
	parseVxWorksLine,
	parseOs2Line,
	parseNonStopLine,
	parseStratusLine,
	parseOs9Line,
	parseVShellLine,
	parseUnisysLine,
	parsePlainUnixLine,
];
