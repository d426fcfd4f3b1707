import { keepAliveChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeMatrix } from "./matrix.ts";

// ProFTPD answers NOOP behind a download in the clear, and beside all other transfers; Pure-FTPd refuses it beside all of them.
describeMatrix(useLab(), ["proftpd-noreuse", "pureftpd"], keepAliveChecks);
