// Runs the browser's evaluator on rows of {tree, answers} or {questions, answers} and prints what it finds as JSON.
import { readFileSync } from "node:fs";

const { holds, visible } = await import(process.argv[2]);
const rows = JSON.parse(readFileSync(0, "utf-8"));
process.stdout.write(
  JSON.stringify(rows.map((row) => (row.tree ? holds(row.tree, row.answers) : visible(row.questions, row.answers)))),
);
