/** A 考核方案 put in use: it holds from the month `fromMonth` (`2026-11`) on, until one of a later month. */
export interface SchemeVersion<Document> {
  version: number;
  fromMonth: string;
  document: Document;
}

/** The version in force for a month: of those begun by then the latest month's, of one month the newest. */
export const schemeIn = <Document>(
  versions: readonly SchemeVersion<Document>[],
  month: string,
): SchemeVersion<Document> | undefined =>
  versions
    .filter(({ fromMonth }) => fromMonth <= month)
    .reduce<SchemeVersion<Document> | undefined>(
      (best, next) =>
        !best || next.fromMonth > best.fromMonth || (next.fromMonth === best.fromMonth && next.version > best.version)
          ? next
          : best,
      undefined,
    );
