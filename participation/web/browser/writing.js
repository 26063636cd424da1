// The page on which somebody writes an idea.

import { similar } from "./similar.js";
import { pictures } from "./pictures.js";

similar();
pictures();
