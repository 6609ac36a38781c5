/** A heading with lines of text or a table under it; text is already masked. */
export interface PaperSection {
  heading: string;
  lines?: readonly string[];
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

/** A document of the office: title, a line under it, sections. */
export interface PaperText {
  name: string;
  title: string;
  subtitle: string;
  sections: readonly PaperSection[];
}
