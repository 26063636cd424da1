// Conditions in the browser: the twin of participation/questions/conditions.py. Both run one table of tests.
// A tree comes from the server as JSON: ["and", a, b], ["=", {"key": "Q05"}, "bike"]. Nothing is ever executed.

const NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

const isText = (value) => typeof value === "string";

function scalar(value) {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (isText(value) || typeof value === "number") return value;
  if (value && !Array.isArray(value)) {
    for (const name of ["key", "text"]) {
      if (Object.hasOwn(value, name) && isText(value[name]) && value[name]) return value[name];
    }
  }
  return "";
}

// An answer as conditions see it: one word or number, or a list of them; empty is the empty text.
function plain(value) {
  if (!Array.isArray(value)) return scalar(value);
  const found = value.map(scalar).filter((one) => one !== "");
  return found.length ? found : "";
}

const many = (value) => (Array.isArray(value) ? value : value === "" ? [] : [value]);

function number(value) {
  if (typeof value === "number") return value;
  return isText(value) && NUMBER.test(value) ? Number(value) : null;
}

function same(left, right) {
  if (isText(left) && isText(right)) return left === right;
  const first = number(left);
  return first !== null && first === number(right);
}

const any = (have, wanted) => have.some((one) => wanted.some((other) => same(one, other)));
const all = (have, wanted) => wanted.length > 0 && wanted.every((other) => have.some((one) => same(one, other)));

function equal(left, right) {
  if (!Array.isArray(left) && !Array.isArray(right)) return same(left, right);
  const first = many(left);
  const second = many(right);
  return first.length === second.length && all(first, second);
}

function contains(left, right) {
  if (isText(left) && isText(right)) return right !== "" && left.toLowerCase().includes(right.toLowerCase());
  return any(many(left), many(right));
}

// -1, 0 or 1 for two numbers or two days; nothing where there is no order.
function order(left, right) {
  let first = number(left);
  let second = number(right);
  if (first === null || second === null) {
    if (!isText(left) || !isText(right) || !DAY.test(left) || !DAY.test(right)) return undefined;
    [first, second] = [left, right];
  }
  return (first > second) - (first < second);
}

const SETS = { in: any, any, all, none: (have, wanted) => !any(have, wanted) };
const COMPARISONS = {
  "=": equal,
  "!=": (left, right) => !equal(left, right),
  "<": (left, right) => order(left, right) === -1,
  "<=": (left, right) => order(left, right) <= 0,
  ">": (left, right) => order(left, right) === 1,
  ">=": (left, right) => order(left, right) >= 0,
  contains,
};

/** Whether the answers (question key → plain JSON value) fulfil the condition. */
export function holds(tree, answers) {
  const value = (operand) => {
    if (!operand || typeof operand !== "object") return operand;
    return Object.hasOwn(answers, operand.key) ? plain(answers[operand.key]) : "";
  };
  const [kind, ...parts] = tree;
  if (kind === "and") return parts.every((part) => holds(part, answers));
  if (kind === "or") return parts.some((part) => holds(part, answers));
  if (kind === "not") return !holds(parts[0], answers);
  const left = value(parts[0]);
  if (kind === "empty") return left === "";
  if (Array.isArray(parts[1])) return SETS[kind](many(left), parts[1].flatMap((one) => many(value(one))));
  return COMPARISONS[kind](left, value(parts[1]));
}

/** The keys of the questions that are shown; answers to questions that are not shown do not count.
 *  `questions` is a list of {key, when} in their order; `when` is a tree or null. */
export function visible(questions, answers) {
  const counted = Object.create(null);
  const shown = [];
  for (const { key, when } of questions) {
    if (when && !holds(when, counted)) continue;
    shown.push(key);
    if (Object.hasOwn(answers, key)) counted[key] = answers[key];
  }
  return shown;
}
