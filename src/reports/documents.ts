import type { Documents } from '../workflow/documents.ts';
import { calendarFile } from './calendarFile.ts';
import { openPress } from './press.ts';

/** The room that makes documents, as the workflow knows it; `close` ends the thread in which it works. */
export const openDocuments = (): Documents & { close(): Promise<void> } => {
  const press = openPress();
  return {
    document: async (text) => ({ name: `${text.name}.docx`, bytes: await press.make({ make: 'document', text }) }),
    picture: async (table) => ({ name: `${table.name}.png`, bytes: await press.make({ make: 'picture', table }) }),
    workbook: async (book) => ({ name: `${book.name}.xlsx`, bytes: await press.make({ make: 'workbook', book }) }),
    calendarFile,
    close: press.close,
  };
};
