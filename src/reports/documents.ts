import type { Documents } from '../workflow/documents.ts';
import { calendarFile } from './calendarFile.ts';
import { paperDocument } from './paper.ts';

/** The room that makes documents, as the workflow knows it. */
export const documents: Documents = { document: paperDocument, calendarFile };
