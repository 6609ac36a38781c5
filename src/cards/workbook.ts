/** A cell: words, a number in decimal text with its decimals, or a formula with the value it comes to. */
export type SheetCell =
  | string
  | { number: string; digits?: number }
  /** `formula` in A1 notation without `=`; shown as `value`, also where nothing is computed. */
  | { formula: string; value: string; digits?: number };

export interface SheetColumn {
  head: string;
  /** In letters, a Chinese one counting two. */
  width: number;
}

/** A page of a workbook: lines above, a head, rows. The head stands on row `lines.length + 1`. */
export interface SheetPage {
  /** What its tab says; letters that a tab may not have are taken out. */
  name: string;
  lines: readonly string[];
  columns: readonly SheetColumn[];
  rows: readonly (readonly SheetCell[])[];
}

/** A workbook as plain data, made by `reports`. */
export interface WorkbookPages {
  /** File name without ending. */
  name: string;
  title: string;
  pages: readonly SheetPage[];
}
