import { usageChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeMatrix } from "./matrix.ts";

describeMatrix(useLab(), ["vsftpd-plain", "vsftpd-implicit"], usageChecks);
