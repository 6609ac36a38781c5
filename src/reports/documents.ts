import type { Documents } from '../workflow/documents.ts';
import { calendarFile } from './calendarFile.ts';

/** The room that makes documents, as the workflow knows it. The library is loaded with the first document. */
export const documents: Documents = {
  document: async (text) => {
    const { paperDocument } = await import('./paper.ts');
    return paperDocument(text);
  },
  calendarFile,
};
