import { nearestDepartments } from '../domain/nearest.ts';
import { type Person, ROLE_NAMES } from '../domain/person.ts';
import type { County } from '../workflow/county.ts';
import { parseDate } from './dates.ts';
import type { About, ArgumentSpec, CommandSpec, Values } from './spec.ts';

/** Values understood so far, or the first thing that is not understood, said in one sentence. */
export type Understood = { values: Values } | { problem: string; key: string };

interface Sense {
  county: County;
  at: Date;
  /** The department whose people are meant by names. */
  department: string | undefined;
}

const YES = ['是', '对', '有', '已', '已联系', '已见面', '已解决', 'yes', 'y', '1'];
const NO = ['否', '不', '没有', '未', '未联系', '未见面', '未解决', 'no', 'n', '0'];

/** A form's choice of no limit of one's own. */
const NOT_SET = '不另定';

type Reading = { value: string | string[] } | { problem: string };

/** What tells two people of one name apart. */
const distinguished = ({ name, id, roles }: Person): string =>
  `${name}（${[...roles.map((role) => ROLE_NAMES[role]), `编号 ${id}`].join('，')}）`;

const readPerson = (words: string, { county, department }: Sense): { value: string } | { problem: string } => {
  const name = words.replace(/^@/, '').trim();
  const byId = county.person(name);
  const people = county.people.filter(
    (person) => person.active && (department === undefined || person.department === department),
  );
  if (byId && people.includes(byId)) return { value: byId.id };
  const found = people.filter((person) => person.name === name);
  const [only] = found;
  if (found.length === 1 && only) return { value: only.id };
  if (found.length > 1)
    return {
      problem: `有 ${found.length} 位“${name}”：${found.map(distinguished).join('、')}，请改写编号。`,
    };
  const known = people.slice(0, 8).map((person: Person) => person.name);
  return { problem: `本单位没有“${name}”${known.length > 0 ? `，可选：${known.join('、')}` : ''}。` };
};

const readPeople = (words: string, sense: Sense): Reading => {
  const ids: string[] = [];
  const names = words.split(/[\s,，、;；]+/).filter((part) => part !== '');
  for (const name of names) {
    const read = readPerson(name, sense);
    if ('problem' in read)
      return names.length > 1 ? { problem: `${read.problem}请把 ${names.length} 个人一起重写，用逗号隔开。` } : read;
    ids.push(read.value);
  }
  return { value: [...new Set(ids)] };
};

const readDepartment = (words: string, { county }: Sense): Reading => {
  const found = county.departmentNamed(words);
  if (found) return { value: found.code };
  const near = nearestDepartments(words, county.departments, 3).map((department) => department.name);
  return { problem: `没有叫“${words}”的承办单位，您是不是要：${near.join('、')}？` };
};

const readDepartments = (words: string, sense: Sense): Reading => {
  const codes: string[] = [];
  for (const name of words.split(/[\s,，、;；]+/).filter((part) => part !== '')) {
    const read = readDepartment(name, sense);
    if ('problem' in read) return read;
    codes.push(String(read.value));
  }
  return { value: [...new Set(codes)] };
};

/** 不满意 holds 满意: in somebody's words the longer choice is looked for first. */
const longestFirst = (choices: readonly string[]): string[] => choices.toSorted((a, b) => b.length - a.length);

const readChoice = (words: string, argument: ArgumentSpec): Reading => {
  const choices = argument.choices ?? [];
  const found =
    choices.find((choice) => choice === words) ?? longestFirst(choices).find((choice) => words.includes(choice));
  return found ? { value: found } : { problem: `“${argument.name}”请从 ${choices.join('、')} 中选一个。` };
};

const readYesNo = (words: string, argument: ArgumentSpec): Reading => {
  const word = words.trim().toLowerCase();
  if (YES.includes(word)) return { value: '是' };
  if (NO.includes(word)) return { value: '否' };
  return { problem: `“${argument.name}”请写 是 或 否。` };
};

const readMoment = (words: string, argument: ArgumentSpec, { county, at }: Sense): Reading => {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(words)) return { value: new Date(words).toISOString() };
  const read = parseDate(words, {
    now: at,
    sense: argument.kind === 'past' ? 'past' : 'limit',
    calendar: county.calendar,
  });
  return 'problem' in read
    ? { problem: `“${argument.name}”看不懂：${read.problem}` }
    : { value: read.instant.toISOString() };
};

const readNumber = (words: string, argument: ArgumentSpec): Reading => {
  const number = /^(\d{1,3})/.exec(words.trim())?.[1];
  return number ? { value: number } : { problem: `“${argument.name}”请写一个数字。` };
};

const read = (argument: ArgumentSpec, words: string, sense: Sense): Reading => {
  switch (argument.kind) {
    case 'text':
      return { value: words };
    case 'person':
      return readPerson(words, sense);
    case 'people':
      return readPeople(words, sense);
    case 'department':
      return readDepartment(words, sense);
    case 'departments':
      return readDepartments(words, sense);
    case 'choice':
      return readChoice(words, argument);
    case 'yesNo':
      return readYesNo(words, argument);
    case 'past':
    case 'limit':
      return readMoment(words, argument, sense);
    case 'number':
      return readNumber(words, argument);
    default:
      return argument.kind satisfies never;
  }
};

/** Understands what was typed for each argument of the command. */
export const understand = (spec: CommandSpec, raw: Record<string, string>, sense: Sense): Understood => {
  const values: Values = {};
  for (const argument of spec.arguments) {
    const words = raw[argument.key];
    if (words === undefined || words === '' || (argument.kind === 'limit' && words === NOT_SET)) continue;
    const reading = read(argument, words, sense);
    if ('problem' in reading) return { problem: reading.problem, key: argument.key };
    values[argument.key] = reading.value;
  }
  return { values };
};

/** Required arguments that are not given yet, in the order they are asked for. */
export const missing = (spec: CommandSpec, values: Values, about: About): ArgumentSpec[] =>
  spec.arguments.filter((argument) => {
    const required =
      typeof argument.required === 'function' ? argument.required(values, about) : (argument.required ?? false);
    return required && values[argument.key] === undefined;
  });
