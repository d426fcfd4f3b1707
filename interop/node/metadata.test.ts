import { matrix } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeMatrix, goodServers } from "./matrix.ts";

describeMatrix(useLab(), goodServers, [...matrix.metadata]);
