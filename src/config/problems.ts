interface Problem {
  path: readonly PropertyKey[];
  message: string;
  code?: string;
  keys?: readonly string[];
}

/** What is wrong with a document, and where in it, in words a clerk finds again: `items.0.target：须大于 0`. */
export const problemsInWords = (issues: readonly Problem[]): string[] =>
  issues.map(({ path, message, code, keys }) => {
    const place = path.map(String).join('.') || '全文';
    return code === 'unrecognized_keys'
      ? `${place}：没有“${(keys ?? []).join('”“')}”这一项，请检查拼写`
      : `${place}：${message}`;
  });
