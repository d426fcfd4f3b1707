import { clockChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeMatrix } from "./matrix.ts";

describeMatrix(useLab(), ["proftpd-tokyo"], clockChecks);
