// The page on which somebody writes an idea.

import { similar } from "./similar.js";
import { pictures } from "./pictures.js";
import { pin } from "./pin.js";
import { free } from "./free.js";

similar();
pictures();
pin();
free();
