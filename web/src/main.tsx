/** The page that the program serves. */
import { program } from "./host/program";
import { begun } from "./workbench";

begun(program);
