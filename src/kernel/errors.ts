/**
 * A failure that a person is told about: one plain sentence (Chinese for users, English for administrators' tools as
 * the caller decides) that says what to do, and a stable `code` for machines. Anything else thrown is a defect.
 */
export class PlainError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, sentence: string, status = 400) {
    super(sentence);
    this.name = 'PlainError';
    this.code = code;
    this.status = status;
  }
}

/** The text of whatever was thrown, for logs. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
