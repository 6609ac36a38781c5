import type { Department } from './person.ts';

/** Edit distance between two short texts, by character: insertions, deletions, replacements. */
export const editDistance = (a: string, b: string): number => {
  const from = [...a];
  const to = [...b];
  let row = to.map((_, index) => index + 1);
  for (const [i, letter] of from.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((above, j) => {
      const here = Math.min(above + 1, left + 1, diagonal + (letter === to[j] ? 0 : 1));
      diagonal = above;
      left = here;
      return here;
    });
  }
  return row.at(-1) ?? from.length;
};

/** Share of two-character pieces in common: 县城管局 and 城市管理局 are near though many letters differ. */
const pieces = (text: string): Set<string> =>
  new Set([...text].flatMap((letter, index, all) => [letter, `${letter}${all[index + 1] ?? ''}`]));
const likeness = (a: string, b: string): number => {
  const [x, y] = [pieces(a), pieces(b)];
  const common = [...x].filter((piece) => y.has(piece)).length;
  return common / Math.max(x.size, y.size, 1) - editDistance(a, b) / 1000;
};

/** The departments whose name or an alias is most like the words, best first. */
export const nearestDepartments = (words: string, departments: readonly Department[], limit: number): Department[] =>
  departments
    .filter((department) => department.code !== 'centre')
    .map((department) => ({
      department,
      score: Math.max(...[department.name, ...department.aliases].map((name) => likeness(words, name))),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ department }) => department);
