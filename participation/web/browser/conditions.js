// Conditions in the browser: the twin of participation/questions/conditions.py. Both run one table of tests.
// A tree comes from the server as JSON: ["and", a, b], ["=", {"key": "Q05"}, "bike"]. Nothing is ever executed.

const NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/;
const DAY_MS = 86_400_000;
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
// A matrix is the list of its choices, an allocation that of its amounts.
function plain(value) {
  if (value && typeof value === "object" && !Array.isArray(value) && !scalar(value)) value = Object.values(value);
  if (!Array.isArray(value)) return scalar(value);
  const found = value.map(scalar).filter((one) => one !== "");
  return found.length ? found : "";
}

const many = (value) => (Array.isArray(value) ? value : value === "" ? [] : [value]);

const only = (values) => (values.length === 1 ? values[0] : "");

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

// What is worked out; what is missing is the empty text.

const tidy = (value) => (Number.isFinite(value) ? value : "");

function time(value) {
  const found = isText(value) && DAY.test(value) && value > "0001" ? Date.parse(`${value}T00:00Z`) : NaN;
  return found && new Date(found).toISOString().startsWith(value) ? found : found === 0 ? 0 : NaN;
}

function rounded(value, digits = 0) {
  if (![0, 1, 2, 3, 4, 5, 6].includes(digits)) return "";
  const factor = 10 ** digits;
  return tidy(Math.floor(value * factor + 0.5) / factor);
}

function years(first, second) {
  if (Number.isNaN(time(first) + time(second))) return "";
  return second.slice(0, 4) - first.slice(0, 4) - (second.slice(5) < first.slice(5));
}

function later(first, count) {
  const digits = number(count);
  const found = new Date(digits === null ? NaN : time(first) + Math.floor(digits) * DAY_MS);
  const words = Number.isNaN(found.getTime()) ? "" : found.toISOString().slice(0, 10);
  return DAY.test(words) && words > "0001" ? words : "";
}

const OF_NUMBERS = {
  "+": (first, second) => tidy(first + second),
  "-": (first, second) => tidy(first - second),
  "*": (first, second) => tidy(first * second),
  "/": (first, second) => tidy(first / second),
  round: rounded,
};
const OF_MANY = {
  sum: (values) => values.reduce((sum, one) => sum + one, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};
const OF_DAYS = {
  days_between: (first, second) => tidy((time(second) - time(first)) / DAY_MS),
  years_between: years,
  add_days: later,
};

/** The present day where the town is. */
export const today = () => new Date().toLocaleDateString("sv", { timeZone: "Europe/Berlin" });

/** Whether the answers (question key → plain JSON value) fulfil the condition. */
export function holds(tree, answers, day = today()) {
  const value = (part) => reckon(part, answers, day);
  const [kind, ...parts] = tree;
  if (kind === "and") return parts.every((part) => holds(part, answers, day));
  if (kind === "or") return parts.some((part) => holds(part, answers, day));
  if (kind === "not") return !holds(parts[0], answers, day);
  const left = value(parts[0]);
  if (kind === "empty") return left === "";
  if (SETS[kind]) return SETS[kind](many(left), parts[1].flatMap((one) => many(value(one))));
  return COMPARISONS[kind](left, value(parts[1]));
}

const CONDITIONS = ["and", "or", "not", "empty", ...Object.keys(SETS), ...Object.keys(COMPARISONS)];
const own = (answers, key) => (answers && typeof answers === "object" && Object.hasOwn(answers, key) ? answers[key] : undefined);

/** What a value comes to; the empty text where something that is needed is missing. */
export function reckon(tree, answers, day = today()) {
  if (!tree || typeof tree !== "object") return tree;
  if (!Array.isArray(tree)) {
    const [key, part] = tree.key.split(".");
    const whole = own(answers, key);
    return plain(part && Array.isArray(whole) ? "" : part ? own(whole, part) : whole);
  }
  const [kind, ...parts] = tree;
  if (CONDITIONS.includes(kind)) return holds(tree, answers, day) ? "yes" : "no";
  if (kind === "if") return reckon(holds(parts[0], answers, day) ? parts[1] : parts[2], answers, day);
  if (kind === "today") return day;
  const values = parts.map((part) => many(reckon(part, answers, day)));
  if (kind === "count") return values[0].length;
  if (OF_MANY[kind]) {
    const numbers = values.flat().map(number).filter((one) => one !== null);
    return numbers.length ? tidy(OF_MANY[kind](numbers)) : "";
  }
  const singles = values.map(only);
  if (OF_DAYS[kind]) return OF_DAYS[kind](...singles);
  const numbers = singles.map(number);
  return numbers.includes(null) ? "" : OF_NUMBERS[kind](...numbers);
}

/** Which questions are shown, as keys, and the answers that count: those to questions that are shown, and what is
 *  worked out. `questions` is a list of {key, type, when, formula} in their order; `when` and `formula` are trees or
 *  null. A section that is not shown hides the questions under it. */
export function walk(questions, answers, day = today()) {
  const counted = Object.create(null);
  const shown = [];
  let isOpen = true;
  for (const { key, type, when, formula } of questions) {
    const isShown = !when || holds(when, counted, day);
    if (type === "section") isOpen = isShown;
    if (!isOpen || !isShown) continue;
    shown.push(key);
    const answer = type === "calculated" ? only(many(reckon(formula ?? "", counted, day))) : own(answers, key);
    if (answer !== undefined && answer !== "") counted[key] = answer;
  }
  return { shown, counted };
}
