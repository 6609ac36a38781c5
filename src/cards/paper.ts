import type { PaperChart } from './chart.ts';

/** A heading with lines of text, charts and a table under it, in this order; text is already masked. */
export interface PaperSection {
  heading: string;
  /** 1 (default) or 2: a part of the section before. */
  level?: 1 | 2;
  lines?: readonly string[];
  charts?: readonly PaperChart[];
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** A document of the office: title, a line under it, sections. */
export interface PaperText {
  name: string;
  title: string;
  subtitle: string;
  sections: readonly PaperSection[];
}
