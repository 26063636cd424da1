// Runs the browser's evaluator on rows of {tree, answers}, {formula, answers} or {questions, answers} and prints what it
// finds as JSON.
import { readFileSync } from "node:fs";

const { holds, reckon, walk } = await import(process.argv[2]);
const look = ({ tree, formula, questions, answers, day }) =>
  tree ? holds(tree, answers, day) : questions ? walk(questions, answers, day).shown : reckon(formula, answers, day);
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(look)));
