import { clockChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeWorkerd } from "./matrix.ts";

describeWorkerd(useLab(), "proftpd-tokyo", () => [{ name: "clock", checks: clockChecks }]);
