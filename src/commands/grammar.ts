import type { CommandSpec } from './spec.ts';

/** A line as typed, taken apart; nothing is looked up yet. */
export interface Parsed {
  spec: CommandSpec;
  /** Ticket numbers or endings of them as typed; `all` for 全部. */
  numbers: string[];
  all: boolean;
  /** Arguments as typed, by key. */
  raw: Record<string, string>;
  /** Words after the number that belong to no argument. */
  rest: string;
  /** Chinese words follow the command's name at once (`恢复通车`): as the answer to a question it is no command. */
  glued: boolean;
}

/** Full-width signs and digits become plain ones, odd spaces one space; Chinese text stays as it is. */
export const normalise = (typed: string): string =>
  typed
    .replace(/[！-～]/g, (sign) =>
      '，。？！；（）'.includes(sign) ? sign : String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0),
    )
    .replace(/[\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u3000\t\r]/g, ' ')
    .trim();

const BOUNDARY = /[\s/]/;
const isWord = (letter: string | undefined): boolean => letter !== undefined && /[A-Za-z]/.test(letter);
/** Commands that are also everyday words stand alone or before a space. */
const ALONE = new Set([
  ...['我', '帮助', '待办', '群号', '解绑', '日榜'],
  ...['会商', '会议', '佐证', '恢复', '到场', '督办', '解释', '决议', '社情', '案例', '归档'],
  ...['月榜', '定榜', '申诉', '约谈', '整改', '问责', '月报'],
]);

const namesOf = (spec: CommandSpec): string[] => [spec.name, spec.alias, ...(spec.also ?? [])];

const startsWith = (line: string, at: number, name: string): boolean => {
  if (line.slice(at, at + name.length).toLowerCase() !== name.toLowerCase()) return false;
  const next = line[at + name.length];
  if (isWord(name[0])) return !isWord(next);
  return !ALONE.has(name) || next === undefined || /[\s\d:]/.test(next);
};

const commandAt = (
  line: string,
  at: number,
  specs: readonly CommandSpec[],
): { spec: CommandSpec; end: number } | undefined => {
  let best: { spec: CommandSpec; end: number } | undefined;
  for (const spec of specs) {
    for (const name of namesOf(spec)) {
      const end = at + name.length;
      if (startsWith(line, at, name) && (best === undefined || end > best.end)) best = { spec, end };
    }
  }
  return best;
};

/** Finds the first known command: at the beginning, after a space or after a slash. What stands before it is ignored. */
export const findCommand = (
  line: string,
  specs: readonly CommandSpec[],
): { spec: CommandSpec; after: string } | undefined => {
  for (let at = 0; at < line.length; at += 1) {
    if (at > 0 && !BOUNDARY.test(line[at - 1] ?? '')) continue;
    const found = commandAt(line, at, specs);
    if (found) return { spec: found.spec, after: line.slice(found.end) };
  }
  return undefined;
};

/** Splits `号 词 名称:值 名称:值`: the head before the first argument, and each value up to the next known name. */
const splitArguments = (after: string, spec: CommandSpec): { head: string; raw: Record<string, string> } => {
  const names = spec.arguments.map((argument) => argument.name).sort((a, b) => b.length - a.length);
  if (names.length === 0) return { head: after, raw: {} };
  const pattern = new RegExp(`(?:^|(?<=[\\s,，、;；。]|\\d))(${names.join('|')})\\s*:`, 'g');
  const found = [...after.matchAll(pattern)];
  const raw: Record<string, string> = {};
  found.forEach((match, index) => {
    const from = (match.index ?? 0) + match[0].length;
    const value = after
      .slice(from, found[index + 1]?.index ?? after.length)
      .replace(/[\s,，、;；]+$/, '')
      .trim();
    const argument = spec.arguments.find((candidate) => candidate.name === match[1]);
    if (argument && value !== '') raw[argument.key] = value;
  });
  return { head: after.slice(0, found[0]?.index ?? after.length), raw };
};

const NUMBER = /^[A-Za-z]{0,12}[-A-Za-z0-9]*\d[-A-Za-z0-9]*$/;
const isNumber = (token: string): boolean => token.length >= 4 && token.length <= 64 && NUMBER.test(token);

const takeNumbers = (head: string, spec: CommandSpec): { numbers: string[]; all: boolean; rest: string } => {
  if (spec.tickets === 'none') return { numbers: [], all: false, rest: head.trim() };
  const tokens = head.split(/[\s,，、;；]+/).filter((token) => token !== '');
  const numbers: string[] = [];
  const rest: string[] = [];
  let all = false;
  for (const token of tokens) {
    const glued = /^([-A-Za-z0-9]{4,64})(\P{ASCII}.*)$/u.exec(token);
    if (token === '全部' || token.toLowerCase() === 'all') all = true;
    else if (isNumber(token)) numbers.push(token);
    else if (glued?.[1] && glued[2] && isNumber(glued[1])) {
      numbers.push(glued[1]);
      rest.push(glued[2]);
    } else rest.push(token);
  }
  return { numbers: [...new Set(numbers)], all, rest: rest.join(' ') };
};

/** Takes a line apart by the grammar of the contract; undefined when no known command is in it. */
export const parse = (typed: string, specs: readonly CommandSpec[]): Parsed | undefined => {
  const found = findCommand(normalise(typed), specs);
  if (!found) return undefined;
  const { head, raw } = splitArguments(found.after, found.spec);
  const taken = takeNumbers(head, found.spec);
  const bare = found.spec.bare;
  if (bare !== undefined && taken.rest !== '' && raw[bare] === undefined) raw[bare] = taken.rest;
  return { spec: found.spec, ...taken, raw, glued: /^\p{Script=Han}/u.test(found.after) };
};

/** The word people most likely meant as the command: what follows a slash, else the first word after a mention. */
export const attempted = (typed: string): string => {
  const line = normalise(typed);
  const slashed = /\/\s*([^\s/\d]+)/.exec(line)?.[1];
  return slashed ?? line.split(/\s+/).find((word) => !word.startsWith('@')) ?? '';
};
