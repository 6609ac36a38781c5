/** A chart of a paper as plain data, drawn by `reports`; `alt` says everything it shows. */
export interface PaperChart {
  title: string;
  alt: string;
  /** What the bars of a row stand for, in their order: 本月, 上月, 去年同月. One: no legend. */
  series: readonly string[];
  /** `values` as numbers for the lengths, `labels` as printed; both one for each series. */
  bars: readonly { name: string; values: readonly number[]; labels: readonly string[]; tone?: 'plain' | 'bad' }[];
}
