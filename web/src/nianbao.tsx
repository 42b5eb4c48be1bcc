/** The page that is all in one file, the core in it. */
import { page } from "./host/page";
import { begun } from "./workbench";

begun(page);
